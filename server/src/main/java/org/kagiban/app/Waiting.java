package org.kagiban.app;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Waits where waiting is right: while starting, stopping, and reading the configuration again. */
final class Waiting {
  private Waiting() {}

  /** The future's result, or what it failed with as it was thrown first. */
  static <T extends @Nullable Object> T on(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
