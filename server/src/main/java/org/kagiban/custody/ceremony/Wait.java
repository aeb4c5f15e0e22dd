package org.kagiban.custody.ceremony;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.kagiban.custody.KeyRefusedException;

/** Waits for store and HSM on a running ceremony's own thread. */
final class Wait {
  private Wait() {}

  /** The result, or what it failed with; a key that the HSM refuses is the ceremony's refusal. */
  static <T> T on(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw refusal(e);
    }
  }

  static RuntimeException refusal(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof KeyRefusedException refused) {
      CeremonyRefusedException told =
          new CeremonyRefusedException("KEY_REFUSED", String.valueOf(refused.getMessage()));
      told.initCause(refused);
      return told;
    }
    return cause instanceof RuntimeException known ? known : new CompletionException(cause);
  }

  /** For chains of futures. */
  static <T> CompletableFuture<T> told(CompletableFuture<T> future) {
    return future.exceptionallyCompose(failure -> CompletableFuture.failedFuture(refusal(failure)));
  }
}
