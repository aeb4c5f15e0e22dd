package org.kagiban.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagiban.store.RecentRequests.Recent;
import org.kagiban.store.RecentRequests.RequestKey;

/**
 * The answers kept for repeated requests, in SQLite. New ones are appended to the table {@code
 * request_recent}, and their keys are remembered; by and by, a few with each transaction, they are
 * moved to the table {@code request}, many together in the order of their keys, so that a page
 * there is written for several of them and not for each. Of one thread.
 */
final class SqliteRequests {
  /** What is moved or dropped at least with a transaction that puts few. */
  private static final int LEAST = 64;

  private final RecentRequests recent;
  private final PreparedStatement find;
  private final PreparedStatement findRecent;
  private final PreparedStatement insert;
  private final PreparedStatement move;
  private final PreparedStatement drop;
  private final PreparedStatement forget;
  private final PreparedStatement forgetRecent;

  /** Put by the transaction that is under way. */
  private final List<Recent> added = new ArrayList<>();

  /** Moved by the transaction that is under way. */
  private List<Recent> moved = List.of();

  private long nextPosition;

  /** Where the next transaction begins to drop, and where those that were dropped last ended. */
  private long dropFrom;

  private long droppedTo;

  SqliteRequests(Connection connection) throws SQLException {
    find = connection.prepareStatement(StoredAnswer.SELECT);
    findRecent =
        connection.prepareStatement("SELECT digest, answer FROM request_recent WHERE position = ?");
    insert =
        connection.prepareStatement(
            "INSERT INTO request_recent (position, request_key, digest, answer, created_at)"
                + " VALUES (?,?,?,?,?)");
    // A row may be there: what was moved before a restart is moved again.
    move =
        connection.prepareStatement(
            "INSERT OR IGNORE INTO request (request_key, digest, answer, created_at)"
                + " SELECT request_key, digest, answer, ? FROM request_recent WHERE position = ?");
    drop =
        connection.prepareStatement(
            "DELETE FROM request_recent WHERE position >= ? AND position < ?");
    forget =
        connection.prepareStatement(
            "DELETE FROM request WHERE request_key IN (SELECT request_key FROM request"
                + " WHERE created_at < ? ORDER BY created_at LIMIT ?)");
    forgetRecent =
        connection.prepareStatement(
            "DELETE FROM request_recent WHERE created_at < ? AND position IN"
                + " (SELECT position FROM request_recent ORDER BY position LIMIT ?)");
    recent = RecentRequests.read(connection);
    nextPosition = recent.nextPosition();
    dropFrom = recent.firstPosition();
    droppedTo = dropFrom;
  }

  @Nullable StoredAnswer find(byte[] key) throws SQLException {
    long position = recent.find(key);
    if (position == RecentRequests.NOT_THERE) {
      return StoredAnswer.of(find, key);
    }
    findRecent.setLong(1, position);
    StoredAnswer there = StoredAnswer.read(findRecent);
    return there == null ? StoredAnswer.of(find, key) : there;
  }

  void put(byte[] key, byte[] digest, byte[] answer, Instant at) throws SQLException {
    long micros = Micros.of(at);
    insert.setLong(1, nextPosition);
    insert.setBytes(2, key);
    insert.setBytes(3, digest);
    insert.setBytes(4, answer);
    insert.setLong(5, micros);
    insert.addBatch();
    added.add(new Recent(RequestKey.of(key), nextPosition, micros));
    nextPosition++;
  }

  /** Executes what was put. */
  void flush() throws SQLException {
    insert.executeBatch();
  }

  /** Moves and drops some, as the last part of a transaction: faster than others come. */
  void tidy() throws SQLException {
    int most = Math.max(LEAST, 2 * added.size());
    moved = recent.next(most);
    for (Recent one : moved) {
      // All that are moved together count as new as the newest: so the index by age is in order.
      move.setLong(1, recent.sweepMicros());
      move.setLong(2, one.position());
      move.addBatch();
    }
    move.executeBatch();
    droppedTo = Math.min(dropFrom + 2L * most, recent.sweptTo());
    if (droppedTo > dropFrom) {
      drop.setLong(1, dropFrom);
      drop.setLong(2, droppedTo);
      drop.executeUpdate();
    }
  }

  /** The transaction is on disk. */
  void committed() {
    recent.moved(moved);
    added.forEach(recent::add);
    dropFrom = Math.max(dropFrom, droppedTo);
    added.clear();
    moved = List.of();
  }

  /** Nothing of the transaction holds. */
  void rolledBack() throws SQLException {
    insert.clearBatch();
    move.clearBatch();
    nextPosition -= added.size();
    droppedTo = dropFrom;
    added.clear();
    moved = List.of();
  }

  /** As {@link WriterSession#forgetRequests}. Each statement is a transaction. */
  int forget(Instant before, int limit) throws SQLException {
    long micros = Micros.of(before);
    forget.setLong(1, micros);
    forget.setInt(2, limit);
    int gone = forget.executeUpdate();
    if (recent.oldestMicros() >= micros) {
      return gone;
    }
    forgetRecent.setLong(1, micros);
    forgetRecent.setInt(2, limit);
    int goneRecent = forgetRecent.executeUpdate();
    if (goneRecent < limit) {
      recent.forgotten(micros);
    }
    return Math.max(gone, goneRecent);
  }
}
