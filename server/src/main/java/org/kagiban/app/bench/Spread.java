package org.kagiban.app.bench;

import java.util.Arrays;

/**
 * How long something took, each time.
 *
 * @param p50Millis median
 * @param p99Millis within which 99 of 100 were done
 * @param maxMillis the longest
 */
record Spread(double p50Millis, double p99Millis, double maxMillis) {
  /**
   * @param nanos at least one
   */
  static Spread of(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Spread(at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
  }

  private static double at(long[] sorted, double share) {
    return sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e6;
  }
}
