package org.kagiban.audit.log;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.kagiban.audit.EventId;
import org.kagiban.audit.tile.EntryBundle;
import org.kagiban.audit.tile.Tile;

/**
 * Finds events by time in a log without an index. Events stand in the order in which they were
 * committed, which is that of their times but for a skew: no event is earlier by more than {@link
 * #SKEW} than one that stands before it, and no id says a time further than that from its event's.
 * Not thread-safe.
 */
final class TimeSearch {
  /**
   * An act of a ceremony has its id from the time that its custodian signed, up to five minutes off
   * the server's clock; as much again is for commits out of order and a clock that was set.
   */
  static final Duration SKEW = Duration.ofMinutes(10);

  private static final long SKEW_MICROS = SKEW.toMillis() * 1000;

  // The upper steps of every search meet the same bundles.
  private static final int KNOWN = 65_536;

  private final LogReader log;
  private final long bundles;
  private final Map<Long, Long> starts =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
          return size() > KNOWN;
        }
      };

  TimeSearch(LogReader log) {
    this.log = log;
    this.bundles = (log.size() + Tile.FULL - 1) / Tile.FULL;
  }

  /** Where the event of this id stands. */
  OptionalLong locate(EventId id) throws IOException {
    long wanted = Math.multiplyExact(id.value().getMostSignificantBits() >>> 16, 1000L);
    long right = firstBundleAt(wanted);
    long left = right - 1;
    boolean goRight = right < bundles;
    boolean goLeft = left >= 0;
    // An event that is there stands close to its time: the nearest bundles come first.
    while (goLeft || goRight) {
      if (goLeft) {
        EntryBundle bundle = log.entries(left);
        OptionalLong found = find(bundle, left, id);
        if (found.isPresent()) {
          return found;
        }
        goLeft = --left >= 0 && latest(bundle) >= wanted - SKEW_MICROS;
      }
      if (goRight) {
        EntryBundle bundle = log.entries(right);
        OptionalLong found = find(bundle, right, id);
        if (found.isPresent()) {
          return found;
        }
        goRight = ++right < bundles && earliest(bundle) <= wanted + SKEW_MICROS;
      }
    }
    return OptionalLong.empty();
  }

  /** The lowest index from which on an event may be at or after a time. */
  long firstSince(Instant time) throws IOException {
    long micros = EntryHead.micros(time);
    long since = micros < Long.MIN_VALUE + SKEW_MICROS ? Long.MIN_VALUE : micros - SKEW_MICROS;
    long before = firstBundleAt(since) - 1;
    if (before < 0) {
      return 0;
    }
    EntryBundle bundle = log.entries(before);
    int i = bundle.width();
    while (i > 0 && EntryHead.micros(bundle, i - 1) >= since) {
      i--;
    }
    return before * Tile.FULL + i;
  }

  /** A bundle that begins at or after a time, while the one before it begins earlier. */
  private long firstBundleAt(long micros) throws IOException {
    long low = 0;
    long high = bundles;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (start(middle) >= micros) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private long start(long number) throws IOException {
    Long known = starts.get(number);
    if (known == null) {
      known = EntryHead.micros(log.entries(number), 0);
      starts.put(number, known);
    }
    return known;
  }

  private static OptionalLong find(EntryBundle bundle, long number, EventId id) throws IOException {
    for (int i = 0; i < bundle.width(); i++) {
      if (EntryHead.hasId(bundle, i, id)) {
        return OptionalLong.of(number * Tile.FULL + i);
      }
    }
    return OptionalLong.empty();
  }

  private static long latest(EntryBundle bundle) throws IOException {
    long latest = Long.MIN_VALUE;
    for (int i = 0; i < bundle.width(); i++) {
      latest = Math.max(latest, EntryHead.micros(bundle, i));
    }
    return latest;
  }

  private static long earliest(EntryBundle bundle) throws IOException {
    long earliest = Long.MAX_VALUE;
    for (int i = 0; i < bundle.width(); i++) {
      earliest = Math.min(earliest, EntryHead.micros(bundle, i));
    }
    return earliest;
  }
}
