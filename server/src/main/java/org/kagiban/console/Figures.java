package org.kagiban.console;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.verify.EventCursor;

/**
 * What the plots show: verifications by time, in at most {@link #MOST} spans. Spans begin at a
 * minute each, and are doubled where a log is longer. Thread-safe.
 */
final class Figures {
  /** Spans kept. */
  static final int MOST = 2048;

  private static final long MINUTE = Duration.ofMinutes(1).toNanos() / 1000;

  private long width = MINUTE;
  private long last = Long.MIN_VALUE;
  private SortedMap<Long, Bucket> buckets = new TreeMap<>();

  /**
   * Some spans, from the first to the last that has something.
   *
   * @param width microseconds of each
   * @param buckets by the number of the span since the Unix epoch
   */
  record View(long width, SortedMap<Long, Bucket> buckets) {}

  synchronized void add(EventCursor event) {
    if (event.kind() != EventKind.KEY_USED) {
      return;
    }
    last = Math.max(last, event.micros());
    buckets
        .computeIfAbsent(Math.floorDiv(event.micros(), width), span -> new Bucket())
        .add(
            or(event.text(EventField.VERDICT)),
            or(event.text(EventField.INSTITUTION)),
            event.number(EventField.HSM_TIME, -1));
    if (buckets.size() > MOST) {
      width *= 2;
      buckets = merged(buckets, 2);
    }
  }

  private static String or(@Nullable String text) {
    return text == null ? "(none)" : text;
  }

  private static SortedMap<Long, Bucket> merged(SortedMap<Long, Bucket> all, long factor) {
    SortedMap<Long, Bucket> merged = new TreeMap<>();
    all.forEach(
        (span, bucket) ->
            merged.computeIfAbsent(Math.floorDiv(span, factor), wider -> new Bucket()).add(bucket));
    return merged;
  }

  /** Time of the last verification, microseconds since the Unix epoch; null where there is none. */
  synchronized @Nullable Long last() {
    return buckets.isEmpty() ? null : last;
  }

  /**
   * A copy.
   *
   * @param from microseconds since the Unix epoch
   * @param to likewise, not included
   * @param most spans that may stand between the first and the last
   */
  synchronized View view(long from, long to, int most) {
    SortedMap<Long, Bucket> part =
        from >= to
            ? new TreeMap<>()
            : buckets.subMap(Math.floorDiv(from, width), Math.floorDiv(to - 1, width) + 1);
    if (part.isEmpty()) {
      return new View(width, new TreeMap<>());
    }
    long spans = part.lastKey() - part.firstKey() + 1;
    long factor = Math.max(1, (spans + most - 1) / most);
    return new View(width * factor, merged(part, factor));
  }

  synchronized void write(DataOutputStream out) throws IOException {
    out.writeLong(width);
    out.writeLong(last);
    out.writeInt(buckets.size());
    for (Map.Entry<Long, Bucket> bucket : buckets.entrySet()) {
      out.writeLong(bucket.getKey());
      bucket.getValue().write(out);
    }
  }

  synchronized void read(DataInputStream in) throws IOException {
    width = in.readLong();
    last = in.readLong();
    for (int left = in.readInt(); left > 0; left--) {
      buckets.put(in.readLong(), Bucket.read(in));
    }
  }
}
