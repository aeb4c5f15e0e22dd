package org.kagiban.custody;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kagiban.verification.OverloadedException;
import org.kagiban.verification.StaleException;

/**
 * Waits on the calling thread for what a long piece of work asks of HSM and store. Where their
 * queues are full, others come first: it steps back and asks again. Thread-safe.
 */
public final class Patience {
  private static final int ATTEMPTS = 30;
  private static final Duration FIRST = Duration.ofMillis(10);
  private static final Duration MOST = Duration.ofSeconds(1);

  private final Sleeper sleeper;

  public Patience(Sleeper sleeper) {
    this.sleeper = sleeper;
  }

  public static Patience real() {
    return new Patience(wait -> Thread.sleep(wait.toMillis(), wait.toNanosPart() % 1_000_000));
  }

  /** The result, or what the future failed with as it was thrown first. */
  public static <T extends @Nullable Object> T await(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (cause(e) instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** What a future failed with, without what futures wrap it in. */
  public static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /**
   * The result of a step that can be repeated.
   *
   * @throws OverloadedException where the queues stayed full for about half a minute
   */
  public <T> T of(Supplier<CompletableFuture<T>> step) {
    return of(step.get(), step);
  }

  /**
   * As {@link #of(Supplier)}.
   *
   * @param begun the first attempt, under way
   */
  public <T> T of(CompletableFuture<T> begun, Supplier<CompletableFuture<T>> again) {
    CompletableFuture<T> attempt = begun;
    Duration wait = FIRST;
    for (int number = 1; number < ATTEMPTS; number++) {
      try {
        return await(attempt);
      } catch (OverloadedException | StaleException busy) {
        rest(wait);
        wait = wait.multipliedBy(2).compareTo(MOST) < 0 ? wait.multipliedBy(2) : MOST;
        attempt = again.get();
      }
    }
    return await(attempt);
  }

  /**
   * Leaves HSM and store to others for a while.
   *
   * @throws CancellationException where the thread is interrupted: the server stops
   */
  public void rest(Duration wait) {
    try {
      sleeper.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the server stops");
    }
  }

  /** As {@link Thread#sleep}. */
  @FunctionalInterface
  public interface Sleeper {
    void sleep(Duration wait) throws InterruptedException;
  }
}
