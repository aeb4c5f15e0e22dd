package org.kagiban.app.bench;

import java.util.Arrays;

/**
 * How long something took, each time.
 *
 * @param p50Millis median
 * @param p99Millis within which 99 of 100 were done
 * @param maxMillis the longest
 * @param p99CpuMillis the thread's CPU time, within which 99 of 100 were done: what it takes where
 *     nothing else wants the CPU
 */
record Spread(double p50Millis, double p99Millis, double maxMillis, double p99CpuMillis) {
  /**
   * @param nanos by the clock on the wall, at least one
   * @param cpuNanos of the thread that did it
   */
  static Spread of(long[] nanos, long[] cpuNanos) {
    long[] sorted = nanos.clone();
    long[] cpu = cpuNanos.clone();
    Arrays.sort(sorted);
    Arrays.sort(cpu);
    return new Spread(at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1), at(cpu, 0.99));
  }

  private static double at(long[] sorted, double share) {
    return sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e6;
  }
}
