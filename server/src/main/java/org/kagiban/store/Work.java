package org.kagiban.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Something to decide and write inside the committer's transaction. */
@FunctionalInterface
interface Work<T> {
  /**
   * Called again where the transaction is repeated. A RuntimeException fails this work alone; then
   * nothing of it may have been added to the batch.
   *
   * @return what the caller gets when it is on disk
   * @throws SQLException where the whole transaction failed
   */
  @Nullable T decide(Batch batch) throws SQLException;

  /** Adds the rows that {@link #decide} will ask for, as far as they are known before. */
  default void name(Needs needs) {}
}
