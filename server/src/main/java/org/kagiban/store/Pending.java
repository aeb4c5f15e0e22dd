package org.kagiban.store;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Work on its way through the committer. */
final class Pending<T> {
  final CompletableFuture<T> future = new CompletableFuture<>();

  /** When it came, by the committer's ticker. */
  final long since;

  private final Work<T> work;
  private @Nullable T result;
  private @Nullable Throwable failure;

  Pending(Work<T> work, long since) {
    this.work = work;
    this.since = since;
  }

  /**
   * Decides, or fails alone.
   *
   * @throws SQLException where the whole transaction failed
   */
  void decide(Batch batch) throws SQLException {
    try {
      result = work.decide(batch);
      failure = null;
    } catch (RuntimeException e) {
      failWith(e);
    }
  }

  /** Adds the rows that {@link #decide} will ask for. */
  void name(Needs needs) {
    work.name(needs);
  }

  void failWith(Throwable cause) {
    result = null;
    failure = cause;
  }

  /** Tells the caller. Only now, so that nobody hears of a change before it is on disk. */
  void complete() {
    if (failure == null) {
      future.complete(result);
    } else {
      future.completeExceptionally(failure);
    }
  }
}
