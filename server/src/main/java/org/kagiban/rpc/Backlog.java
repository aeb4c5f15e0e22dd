package org.kagiban.rpc;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How many calls are under way, and how long the next one would wait: as long as it takes to answer
 * those before it, at the pace of the last moments. Thread-safe; a few nanoseconds a call.
 */
final class Backlog {
  /** So many are let in whatever the pace: at the start nobody knows it yet. */
  static final int ALWAYS = 256;

  /** The pace is measured over at least this long. */
  private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final LongSupplier nanoTime;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicLong windowStart;

  /** Whether there was always enough to do in this window: only then it tells the pace. */
  private volatile boolean busy;

  /** Of one answer after another; 0 while it is not known. */
  private volatile long nanosEach;

  /**
   * @param nanoTime monotonic nanoseconds
   */
  Backlog(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.windowStart = new AtomicLong(nanoTime.getAsLong());
  }

  /**
   * Lets a call in, or does not.
   *
   * @param mostNanos how long it may wait
   */
  boolean enter(long mostNanos) {
    int before = underWay.getAndIncrement();
    if (before < ALWAYS || before * nanosEach <= mostNanos) {
      return true;
    }
    underWay.decrementAndGet();
    return false;
  }

  /** A call that was let in has ended without an answer: that says nothing of the pace. */
  void gone() {
    underWay.decrementAndGet();
  }

  /** A call that was let in has been answered. */
  void answered() {
    int left = underWay.decrementAndGet();
    answered.incrementAndGet();
    if (left < ALWAYS / 2) {
      busy = false;
    }
    long now = nanoTime.getAsLong();
    long start = windowStart.get();
    if (now - start >= WINDOW_NANOS && windowStart.compareAndSet(start, now)) {
      // None where somebody else has ended a window since, and taken this one along.
      int count = answered.getAndSet(0);
      if (busy && count > 0) {
        long each = (now - start) / count;
        nanosEach = nanosEach == 0 ? each : (3 * nanosEach + each) / 4;
      }
      busy = left >= ALWAYS / 2;
    }
  }

  int underWay() {
    return underWay.get();
  }
}
