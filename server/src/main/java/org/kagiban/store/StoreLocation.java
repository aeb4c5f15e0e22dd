package org.kagiban.store;

import java.nio.file.Path;

/** Where a store's database is. */
public sealed interface StoreLocation {
  /**
   * One SQLite file, held by one process.
   *
   * @param path made, with its folder, where there is none
   */
  record SqliteFile(Path path) implements StoreLocation {}
}
