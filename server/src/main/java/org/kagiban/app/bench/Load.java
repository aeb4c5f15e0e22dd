package org.kagiban.app.bench;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Makes calls for a time, never more than a limit at once, and waits for the last answer. */
final class Load {
  private static final long PACE_NANOS = 100_000;
  private static final long PATIENCE_SECONDS = 30;

  /** A number of calls may take so long, and the patience. */
  private static final double LEAST_PER_SECOND = 50;

  private final Calls calls;
  private final int limit;
  private final Semaphore free;
  private final long start = System.nanoTime();
  private final long deadline;
  private final Latencies latencies = new Latencies();
  private final AtomicReference<@Nullable String> problem = new AtomicReference<>();

  private Load(Calls calls, int limit, double seconds) {
    this.calls = calls;
    this.limit = limit;
    this.free = new Semaphore(limit);
    this.deadline = start + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
  }

  /**
   * Keeps {@code limit} calls under way: each answer starts the next call.
   *
   * @throws BenchException where a call failed
   */
  static Measured full(Calls calls, int limit, double seconds, CpuMeter cpu) {
    CpuMeter.Reading before = cpu.read();
    Load load = new Load(calls, limit, seconds);
    load.keepUp();
    return load.end(before, cpu);
  }

  /**
   * Makes calls at a steady rate, however long answers take. A call's time counts from when it was
   * due, so that a stall is felt by all calls that it delays.
   *
   * @throws BenchException where a call failed
   */
  static Measured steady(Calls calls, int limit, double perSecond, double seconds, CpuMeter cpu) {
    CpuMeter.Reading before = cpu.read();
    Load load = new Load(calls, limit, seconds);
    load.keepPace(perSecond);
    return load.end(before, cpu);
  }

  /**
   * Makes a number of calls.
   *
   * @throws BenchException where a call failed
   */
  static void times(Calls calls, int limit, int count, CpuMeter cpu) {
    CpuMeter.Reading before = cpu.read();
    Load load = new Load(calls, limit, count / LEAST_PER_SECOND);
    for (int i = 0; i < count && load.problem.get() == null; i++) {
      load.startFrom(System.nanoTime());
    }
    load.end(before, cpu);
  }

  private void keepUp() {
    for (int i = 0; i < limit; i++) {
      free.acquireUninterruptibly();
      new Lane().next();
    }
  }

  private void keepPace(double perSecond) {
    double gap = TimeUnit.SECONDS.toNanos(1) / perSecond;
    long due = start;
    for (long made = 1; due - deadline < 0 && problem.get() == null; made++) {
      while (due - System.nanoTime() > 0) {
        LockSupport.parkNanos(PACE_NANOS);
      }
      startFrom(due);
      due = start + (long) (made * gap);
    }
  }

  private void startFrom(long since) {
    free.acquireUninterruptibly();
    calls.start(
        failure -> {
          note(since, failure);
          free.release();
        });
  }

  private void note(long since, @Nullable String failure) {
    latencies.add(System.nanoTime() - since);
    if (failure != null) {
      problem.compareAndSet(null, failure);
    }
  }

  private Measured end(CpuMeter.Reading before, CpuMeter cpu) {
    try {
      long patience = deadline - System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      if (!free.tryAcquire(limit, patience, TimeUnit.NANOSECONDS)) {
        throw new BenchException("some calls were not answered in " + PATIENCE_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    }
    String failure = problem.get();
    if (failure != null) {
      throw new BenchException(failure);
    }
    return new Measured(latencies, System.nanoTime() - start, cpu.read().minus(before));
  }

  /** One call after another. */
  private final class Lane implements Calls.End {
    private long since;

    void next() {
      since = System.nanoTime();
      calls.start(this);
    }

    @Override
    public void answered(@Nullable String failure) {
      note(since, failure);
      if (problem.get() == null && System.nanoTime() - deadline < 0) {
        next();
      } else {
        free.release();
      }
    }
  }
}
