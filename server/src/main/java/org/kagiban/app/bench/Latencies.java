package org.kagiban.app.bench;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long calls took, in buckets of at most 1/32 of their value, from 1 microsecond to hours.
 * Thread-safe.
 */
final class Latencies {
  private static final int SUB_BITS = 5;
  private static final int SUB = 1 << SUB_BITS;
  private static final int OCTAVES = 34;

  private final AtomicLongArray buckets = new AtomicLongArray(SUB * (OCTAVES + 1));
  private final AtomicLong count = new AtomicLong();

  void add(long nanos) {
    buckets.incrementAndGet(bucket(Math.max(0, nanos) / 1000));
    count.incrementAndGet();
  }

  long count() {
    return count.get();
  }

  /**
   * The time within which a share of the calls was answered, to the bucket's upper end.
   *
   * @param share above 0, at most 1
   * @return milliseconds; 0 where there was no call
   */
  double millis(double share) {
    long wanted = (long) Math.ceil(share * count.get());
    long seen = 0;
    for (int i = 0; i < buckets.length(); i++) {
      seen += buckets.get(i);
      if (seen >= wanted && wanted > 0) {
        return upperEnd(i) / 1000.0;
      }
    }
    return 0;
  }

  private static int bucket(long micros) {
    if (micros < SUB) {
      return (int) micros;
    }
    int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros) - SUB_BITS + 1;
    if (octave > OCTAVES) {
      return SUB * (OCTAVES + 1) - 1;
    }
    return SUB * octave + (int) (micros >> (octave - 1)) - SUB;
  }

  /** In microseconds. */
  private static long upperEnd(int bucket) {
    int octave = bucket / SUB;
    long sub = bucket % SUB;
    return octave == 0 ? sub + 1 : (sub + SUB + 1) << (octave - 1);
  }
}
