package org.kagiban.store;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagiban.verification.Change;
import org.kagiban.verification.TokenLedger.Committed;

/** A change on its way through the committer; or, without one, a question whether it works. */
final class Pending {
  final @Nullable Change change;
  final CompletableFuture<@Nullable Committed> future = new CompletableFuture<>();

  /** When it came, by the committer's ticker. */
  final long since;

  private @Nullable Committed committed;
  private @Nullable Throwable failure;

  Pending(@Nullable Change change, long since) {
    this.change = change;
    this.since = since;
  }

  void succeedWith(Committed result) {
    committed = result;
    failure = null;
  }

  void failWith(Throwable cause) {
    committed = null;
    failure = cause;
  }

  /** Tells the caller. Only now, so that nobody hears of a change before it is on disk. */
  void complete() {
    if (failure == null) {
      future.complete(committed);
    } else {
      future.completeExceptionally(failure);
    }
  }
}
