package org.kagiban.audit.verify;

import java.security.SecureRandom;

/**
 * Event ids of the last ten minutes or more of the log's time, at most half a million to a million
 * of them, to find one that comes twice. Ids begin with their time and events come in about its
 * order, so a copy of an event is found wherever it is put within that window; one put further away
 * is out of order in its chain, or stands out by its time. Takes 32 MB at most. Not thread-safe.
 */
final class RecentIds {
  private static final long WINDOW = 600_000_000L;
  private static final int MOST = 1 << 19;
  private static final int LEAST_SLOTS = 1 << 12;

  // An operator who picks ids cannot make this slow.
  private final long seed = new SecureRandom().nextLong() | 1;
  private long[] now = new long[2 * LEAST_SLOTS];
  private long[] before = new long[2 * LEAST_SLOTS];
  private int count;
  private long since = Long.MIN_VALUE;

  /**
   * Takes an id in.
   *
   * @param micros the event's time
   * @return whether it was there already
   */
  boolean isRepeated(long high, long low, long micros) {
    if (count >= MOST || micros - since > WINDOW || since == Long.MIN_VALUE) {
      before = now;
      now = new long[Math.max(2 * LEAST_SLOTS, 4 * Integer.highestOneBit(Math.max(1, count)))];
      count = 0;
      since = micros;
    }
    if (at(before, high, low) < 0) {
      return true;
    }
    int free = at(now, high, low);
    if (free < 0) {
      return true;
    }
    now[free] = high;
    now[free + 1] = low;
    count++;
    if (count > now.length / 4) {
      grow();
    }
    return false;
  }

  /** The free place for an id, -1 where it is there. No id is all zeros: it has a version. */
  private int at(long[] table, long high, long low) {
    int mask = table.length - 2;
    int slot = (int) mixed(high, low) & mask;
    while (table[slot] != 0 || table[slot + 1] != 0) {
      if (table[slot] == high && table[slot + 1] == low) {
        return -1;
      }
      slot = (slot + 2) & mask;
    }
    return slot;
  }

  private long mixed(long high, long low) {
    long h = (high ^ Long.rotateLeft(low, 29)) * seed;
    h = (h ^ h >>> 32 ^ low) * 0xC2B2_AE3D_27D4_EB4FL;
    return (h ^ h >>> 29) << 1;
  }

  private void grow() {
    long[] larger = new long[2 * now.length];
    for (int i = 0; i < now.length; i += 2) {
      if (now[i] != 0 || now[i + 1] != 0) {
        int free = at(larger, now[i], now[i + 1]);
        larger[free] = now[i];
        larger[free + 1] = now[i + 1];
      }
    }
    now = larger;
  }
}
