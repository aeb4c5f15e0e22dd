package org.kagiban.verification;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Prepares a change anew where another request was quicker. */
public final class StaleRetry {
  private static final int ATTEMPTS = 5;

  private StaleRetry() {}

  /**
   * @param prepare prepares and submits; called again, at most five times in all, where it
   *     completes with {@link StaleException}
   * @param forget runs before each further call
   */
  public static CompletableFuture<Answer> run(
      Supplier<CompletableFuture<Answer>> prepare, Runnable forget) {
    return attempt(prepare, forget, 1);
  }

  private static CompletableFuture<Answer> attempt(
      Supplier<CompletableFuture<Answer>> prepare, Runnable forget, int number) {
    return prepare
        .get()
        .exceptionallyCompose(
            failure -> {
              Throwable cause =
                  failure instanceof CompletionException && failure.getCause() != null
                      ? failure.getCause()
                      : failure;
              if (!(cause instanceof StaleException)) {
                return CompletableFuture.failedFuture(cause);
              }
              if (number == ATTEMPTS) {
                return CompletableFuture.failedFuture(new OverloadedException("token"));
              }
              forget.run();
              return attempt(prepare, forget, number + 1);
            });
  }
}
