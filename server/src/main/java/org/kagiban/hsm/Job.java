package org.kagiban.hsm;

import java.util.concurrent.CompletableFuture;

/** A job, and the promise of its result: one object, since one is made for every HMAC. */
abstract class Job<T> extends CompletableFuture<T> {
  private final long submittedNanos;

  Job(long submittedNanos) {
    this.submittedNanos = submittedNanos;
  }

  static <T> Job<T> of(HsmJob<T> work) {
    return new Job<>(System.nanoTime()) {
      @Override
      Ready run(HsmSession session) {
        T result = work.run(session);
        return () -> complete(result);
      }
    };
  }

  /** Runs the job and keeps its result until {@link Ready#publish}. */
  abstract Ready run(HsmSession session);

  long ageNanos(long nowNanos) {
    return nowNanos - submittedNanos;
  }

  /** A result, published outside the HSM's lock, since whoever waits for it runs at once. */
  @FunctionalInterface
  interface Ready {
    boolean publish();
  }
}
