package org.kagiban.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.EventEncoding;

/** Statements on the table {@code event}, over one connection. Of one thread. */
final class EventTable {
  private final PreparedStatement count;
  private final PreparedStatement first;
  private final PreparedStatement latest;
  private final PreparedStatement read;
  private final PreparedStatement insert;
  private final PreparedStatement forget;

  EventTable(Connection connection) throws SQLException {
    // The last row is never forgotten, so it tells the count.
    count = connection.prepareStatement("SELECT coalesce(max(position) + 1, 0) FROM event");
    first = connection.prepareStatement("SELECT coalesce(min(position), 0) FROM event");
    latest = connection.prepareStatement("SELECT entry FROM event ORDER BY position DESC LIMIT 1");
    read =
        connection.prepareStatement(
            "SELECT position, entry FROM event WHERE position >= ? ORDER BY position LIMIT ?");
    insert =
        connection.prepareStatement("INSERT INTO event (position, event_id, entry) VALUES (?,?,?)");
    forget =
        connection.prepareStatement(
            "DELETE FROM event WHERE position < ? AND position < (SELECT max(position) FROM event)"
                + " AND position < (SELECT min(position) FROM event) + ?");
  }

  /** How many events were ever committed, forgotten or not. */
  long count() throws SQLException {
    try (ResultSet row = count.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** The lowest place that was not forgotten; 0 in an empty table. */
  long first() throws SQLException {
    try (ResultSet row = first.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  @Nullable Instant latestTime() throws SQLException {
    try (ResultSet row = latest.executeQuery()) {
      return row.next() ? EventEncoding.decode(row.getBytes(1)).time() : null;
    }
  }

  /**
   * Entries in the order of their places.
   *
   * @throws IllegalArgumentException where one of them is not there any more
   */
  List<byte[]> read(long from, int limit) throws SQLException {
    read.setLong(1, from);
    read.setInt(2, limit);
    List<byte[]> entries = new ArrayList<>();
    try (ResultSet row = read.executeQuery()) {
      while (row.next()) {
        long place = from + entries.size();
        if (row.getLong(1) != place) {
          throw new IllegalArgumentException(
              "the database does not have event "
                  + place
                  + " any more, the next that it has is "
                  + row.getLong(1));
        }
        entries.add(row.getBytes(2));
      }
    }
    return entries;
  }

  void add(long position, byte[] id, byte[] entry) throws SQLException {
    insert.setLong(1, position);
    insert.setBytes(2, id);
    insert.setBytes(3, entry);
    insert.addBatch();
  }

  /** Executes what was added. */
  void flush() throws SQLException {
    insert.executeBatch();
  }

  /** Drops what was added and not executed. */
  void clear() throws SQLException {
    insert.clearBatch();
  }

  /**
   * Deletes the oldest rows, never the last one.
   *
   * @return how many went
   */
  int forget(long before, int limit) throws SQLException {
    forget.setLong(1, before);
    forget.setInt(2, limit);
    return forget.executeUpdate();
  }
}
