package org.kagiban.store;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Where a store's database is. */
public sealed interface StoreLocation {
  /**
   * One SQLite file, held by one process.
   *
   * @param path made, with its folder, where there is none
   */
  record SqliteFile(Path path) implements StoreLocation {}

  /**
   * A PostgreSQL database, which several servers may share.
   *
   * @param url {@code jdbc:postgresql:} as its driver reads it, without user and password
   * @param passwordFile of mode 0600 or 0400; null where a certificate or the socket says who it is
   */
  record Postgres(String url, String user, @Nullable Path passwordFile) implements StoreLocation {
    private static final List<String> HERE = List.of("localhost", "127.0.0.1", "::1", "[::1]");

    /**
     * @throws IllegalArgumentException where the driver cannot read the URL
     */
    public Postgres {
      PGSimpleDataSource unused = parse(url);
    }

    private static PGSimpleDataSource parse(String url) {
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setUrl(url);
      return source;
    }

    /** Whether nothing goes over a network. */
    boolean isOnThisMachine() {
      return HERE.containsAll(List.of(parse(url).getServerNames()));
    }

    /** For operators and logs: the URL's parameters are left out. */
    @Override
    public String toString() {
      int parameters = url.indexOf('?');
      return "the database " + (parameters < 0 ? url : url.substring(0, parameters));
    }
  }
}
