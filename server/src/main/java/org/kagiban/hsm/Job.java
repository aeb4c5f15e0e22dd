package org.kagiban.hsm;

import java.util.concurrent.CompletableFuture;

/** A job, and the promise of its result: one object, since one is made for every HMAC. */
final class Job<T> extends CompletableFuture<T> {
  private final HsmJob<T> work;
  private final long submittedNanos;

  Job(HsmJob<T> work, long submittedNanos) {
    this.work = work;
    this.submittedNanos = submittedNanos;
  }

  /** Runs the job and keeps its result until {@link Ready#publish}. */
  Ready run(HsmSession session) {
    T result = work.run(session);
    return () -> complete(result);
  }

  long ageNanos(long nowNanos) {
    return nowNanos - submittedNanos;
  }

  /** A result, published outside the HSM's lock, since whoever waits for it runs at once. */
  @FunctionalInterface
  interface Ready {
    boolean publish();
  }
}
