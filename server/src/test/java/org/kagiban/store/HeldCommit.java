package org.kagiban.store;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A disk that hangs in a commit, from when it is told to until it is let go. */
final class HeldCommit extends CommitTrap {
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicReference<CountDownLatch> held = new AtomicReference<>();

  /** At the next commit, once. */
  void hold() {
    held.set(released);
  }

  void awaitCommit() {
    await(reached);
  }

  void release() {
    released.countDown();
  }

  @Override
  Object commit(Callable<Object> commit) throws Exception {
    CountDownLatch wait = held.getAndSet(null);
    if (wait != null) {
      reached.countDown();
      await(wait);
    }
    return commit.call();
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(2, TimeUnit.MINUTES)) {
        throw new IllegalStateException("nobody comes");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
