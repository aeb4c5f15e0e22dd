package org.kagiban.store;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of the table {@code request_recent} hold which requests, as committed, some 120 bytes
 * each. When there are many, or old ones, a sweep goes through their keys in order and has those
 * moved that were there when it began. Of one thread.
 */
final class RecentRequests {
  static final long NOT_THERE = -1;

  /** Begins a sweep: the more, the more share a page where they are moved to. */
  private static final int MANY = 32_768;

  /** Begins one too; what is moved counts as younger by no more than this. */
  private static final long OLD_MICROS = TimeUnit.HOURS.toMicros(1);

  private final TreeMap<RequestKey, Recent> rows = new TreeMap<>();
  private long firstPosition;
  private long nextPosition;
  private long oldestMicros = Long.MAX_VALUE;
  private long newestMicros = Long.MIN_VALUE;
  private boolean sweeping;
  private long bound;
  private long sweepMicros;
  private @Nullable RequestKey cursor;
  private boolean last;
  private long sweptTo;

  private RecentRequests() {}

  static RecentRequests read(Connection connection) throws SQLException {
    RecentRequests recent = new RecentRequests();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT position, request_key, created_at FROM request_recent ORDER BY position")) {
      while (row.next()) {
        Recent one = new Recent(RequestKey.of(row.getBytes(2)), row.getLong(1), row.getLong(3));
        if (recent.rows.isEmpty()) {
          recent.firstPosition = one.position;
        }
        recent.add(one);
      }
    }
    recent.sweptTo = recent.firstPosition;
    return recent;
  }

  /** The position of the first row when this was read. */
  long firstPosition() {
    return firstPosition;
  }

  /** The position after the last row. */
  long nextPosition() {
    return nextPosition;
  }

  /** The position of a request, which may have been forgotten since, or {@link #NOT_THERE}. */
  long find(byte[] key) {
    Recent there = rows.get(RequestKey.of(key));
    return there == null ? NOT_THERE : there.position;
  }

  void add(Recent one) {
    rows.put(one.key, one);
    nextPosition = one.position + 1;
    oldestMicros = Math.min(oldestMicros, one.micros);
    newestMicros = Math.max(newestMicros, one.micros);
  }

  /**
   * What a sweep moves next, in the order of the keys; empty where none is under way or due.
   *
   * @param most of them, at least 1
   */
  List<Recent> next(int most) {
    if (!sweeping && !due()) {
      return List.of();
    }
    if (!sweeping) {
      begin();
    }
    List<Recent> next = new ArrayList<>(most);
    Map<RequestKey, Recent> rest = cursor == null ? rows : rows.tailMap(cursor, false);
    for (Recent one : rest.values()) {
      if (next.size() == most) {
        break;
      }
      if (one.position < bound) {
        next.add(one);
      }
    }
    last = next.size() < most;
    return next;
  }

  private boolean due() {
    return rows.size() >= MANY || (!rows.isEmpty() && newestMicros - oldestMicros > OLD_MICROS);
  }

  private void begin() {
    sweeping = true;
    cursor = null;
    bound = rows.size() >= MANY ? nextPosition : endOfOldest();
    sweepMicros = Long.MIN_VALUE;
    for (Recent one : rows.values()) {
      if (one.position < bound) {
        sweepMicros = Math.max(sweepMicros, one.micros);
      }
    }
  }

  /** Where those end that came within {@link #OLD_MICROS} of the oldest; all, where none would. */
  private long endOfOldest() {
    long end = nextPosition;
    long first = nextPosition;
    for (Recent one : rows.values()) {
      first = Math.min(first, one.position);
      if (one.micros - oldestMicros > OLD_MICROS) {
        end = Math.min(end, one.position);
      }
    }
    // A clock that was set back: nothing is in order.
    return end == first ? nextPosition : end;
  }

  /** What {@link #next} gave has been moved. */
  void moved(List<Recent> moved) {
    for (Recent one : moved) {
      rows.remove(one.key);
      cursor = one.key;
    }
    if (sweeping && last) {
      sweeping = false;
      sweptTo = bound;
      oldestMicros = Long.MAX_VALUE;
      for (Recent one : rows.values()) {
        oldestMicros = Math.min(oldestMicros, one.micros);
      }
    }
  }

  /** The age that all get which the sweep moves: that of the youngest. */
  long sweepMicros() {
    return sweepMicros;
  }

  /** All rows below this position were moved. */
  long sweptTo() {
    return sweptTo;
  }

  /** None is older; some that are may have been forgotten. */
  long oldestMicros() {
    return oldestMicros;
  }

  /** All that were older have been forgotten. */
  void forgotten(long beforeMicros) {
    oldestMicros = Math.max(oldestMicros, beforeMicros);
  }

  /** One row; its time in microseconds since the epoch. */
  record Recent(RequestKey key, long position, long micros) {}

  /** A request's key, ordered as the table's tree orders its bytes. */
  record RequestKey(long high, long low) implements Comparable<RequestKey> {
    static RequestKey of(byte[] bytes) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      return new RequestKey(buffer.getLong(), buffer.getLong());
    }

    @Override
    public int compareTo(RequestKey other) {
      int byHigh = Long.compareUnsigned(high, other.high);
      return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }
  }
}
