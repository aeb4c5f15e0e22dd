package org.kagiban.console;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Times in microseconds, in buckets that are each a quarter wider than the one before: a quantile
 * is exact to 12 %. Fixed memory. Not thread-safe.
 */
final class Latency {
  private static final double GROWTH = 1.25;
  private static final int BUCKETS = 80;
  private static final double LOG = Math.log(GROWTH);

  private final int[] counts = new int[BUCKETS];
  private long all;

  void add(long micros) {
    counts[bucket(micros)]++;
    all++;
  }

  void add(Latency other) {
    for (int i = 0; i < BUCKETS; i++) {
      counts[i] += other.counts[i];
    }
    all += other.all;
  }

  private static int bucket(long micros) {
    return micros <= 1 ? 0 : (int) Math.min(BUCKETS - 1, Math.log((double) micros) / LOG);
  }

  /** How many. */
  long count() {
    return all;
  }

  /**
   * Microseconds that a part of the times does not exceed; 0 where there are none.
   *
   * @param part 0 to 1
   */
  double quantile(double part) {
    long rank = Math.max(1, (long) Math.ceil(part * all));
    long seen = 0;
    for (int i = 0; i < BUCKETS && all > 0; i++) {
      seen += counts[i];
      if (seen >= rank) {
        return Math.pow(GROWTH, i + 0.5);
      }
    }
    return 0;
  }

  void write(DataOutputStream out) throws IOException {
    out.writeLong(all);
    for (int count : counts) {
      out.writeInt(count);
    }
  }

  void read(DataInputStream in) throws IOException {
    all = in.readLong();
    for (int i = 0; i < BUCKETS; i++) {
      counts[i] = in.readInt();
    }
  }
}
