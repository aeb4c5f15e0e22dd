package org.kagiban.hsm;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Lets everybody through at once but while it is closed: then they wait. Thread-safe. */
final class Turnstile {
  private volatile @Nullable CountDownLatch closed;

  /** Needs one {@link #open}, by the same thread; not while it is closed. */
  void close() {
    closed = new CountDownLatch(1);
  }

  void open() {
    CountDownLatch waiting = closed;
    closed = null;
    if (waiting != null) {
      waiting.countDown();
    }
  }

  boolean isClosed() {
    return closed != null;
  }

  /** An interrupt is kept for later: whoever closed it opens it soon. */
  void pass() {
    CountDownLatch waiting = closed;
    if (waiting == null) {
      return;
    }
    boolean interrupted = false;
    while (true) {
      try {
        waiting.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
