package org.kagiban.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times as the tables hold them: whole microseconds since the Unix epoch. */
final class Micros {
  private static final long PER_SECOND = 1_000_000;
  private static final int NANOS = 1000;

  /** The year 9999: whatever lies beyond is a mistake, and far from an overflow. */
  private static final long LAST_SECOND = 253_402_300_799L;

  private Micros() {}

  /**
   * The time as it will be read back, so that a change sees the same token whether it was just
   * written or comes from disk.
   *
   * @throws IllegalArgumentException beyond the years 1970 to 9999
   */
  static Instant truncate(Instant time) {
    if (time.getEpochSecond() < 0 || time.getEpochSecond() > LAST_SECOND) {
      throw new IllegalArgumentException("a time is in the years 1970 to 9999, not " + time);
    }
    int rest = time.getNano() % NANOS;
    return rest == 0 ? time : time.minusNanos(rest);
  }

  static @Nullable Instant truncateNullable(@Nullable Instant time) {
    return time == null ? null : truncate(time);
  }

  static long of(Instant time) {
    return time.getEpochSecond() * PER_SECOND + time.getNano() / NANOS;
  }

  static @Nullable Long ofNullable(@Nullable Instant time) {
    return time == null ? null : of(time);
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * NANOS);
  }

  static void bind(PreparedStatement statement, int index, @Nullable Instant time)
      throws SQLException {
    if (time == null) {
      statement.setNull(index, Types.BIGINT);
    } else {
      statement.setLong(index, of(time));
    }
  }

  static @Nullable Instant read(ResultSet row, int column) throws SQLException {
    long micros = row.getLong(column);
    return micros == 0 && row.wasNull() ? null : instant(micros);
  }
}
