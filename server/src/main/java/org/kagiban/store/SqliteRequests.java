package org.kagiban.store;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  /** Asked for, or moved, with one statement: each costs more than a row. */
  private static final int TOGETHER = 64;

  /** What is moved or dropped at least with a transaction that puts few. */
  private static final int LEAST = 64;

  private final RecentRequests recent;
  private final PreparedStatement find;
  private final PreparedStatement findMany;
  private final PreparedStatement findRecent;
  private final PreparedStatement insert;
  private final PreparedStatement move;
  private final PreparedStatement moveMany;
  private final PreparedStatement drop;
  private final PreparedStatement forget;
  private final PreparedStatement forgetRecent;

  /** What was asked for as the transaction began, and of it what is there. */
  private Set<ByteBuffer> sought = Set.of();

  private final Map<ByteBuffer, StoredAnswer> found = new HashMap<>();

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
    String many = String.join(",", Collections.nCopies(TOGETHER, "?"));
    findMany =
        connection.prepareStatement(
            "SELECT digest, answer, request_key FROM request WHERE request_key IN (" + many + ")");
    findRecent =
        connection.prepareStatement("SELECT digest, answer FROM request_recent WHERE position = ?");
    insert =
        connection.prepareStatement(
            "INSERT INTO request_recent (position, request_key, digest, answer, created_at)"
                + " VALUES (?,?,?,?,?)");
    // A row may be there: what was moved before a restart is moved again.
    String moving =
        "INSERT OR IGNORE INTO request (request_key, digest, answer, created_at)"
            + " SELECT request_key, digest, answer, ? FROM request_recent WHERE position ";
    move = connection.prepareStatement(moving + "= ?");
    moveMany = connection.prepareStatement(moving + "IN (" + many + ")");
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

  /** Asks for all that a transaction is about to ask for one by one. */
  void seek(Set<ByteBuffer> keys) throws SQLException {
    found.clear();
    sought = keys;
    List<byte[]> asked = new ArrayList<>(TOGETHER);
    for (ByteBuffer key : keys) {
      byte[] bytes = new byte[key.remaining()];
      key.duplicate().get(bytes);
      asked.add(bytes);
      if (asked.size() == TOGETHER) {
        seek(asked);
      }
    }
    if (!asked.isEmpty()) {
      // The last one again and again: one statement serves any number.
      asked.addAll(Collections.nCopies(TOGETHER - asked.size(), asked.get(asked.size() - 1)));
      seek(asked);
    }
  }

  private void seek(List<byte[]> asked) throws SQLException {
    for (int i = 0; i < TOGETHER; i++) {
      findMany.setBytes(i + 1, asked.get(i));
    }
    asked.clear();
    try (ResultSet row = findMany.executeQuery()) {
      while (row.next()) {
        StoredAnswer answer = new StoredAnswer(row.getBytes(1), row.getBytes(2));
        found.put(ByteBuffer.wrap(row.getBytes(3)), answer);
      }
    }
  }

  private @Nullable StoredAnswer findMoved(byte[] key) throws SQLException {
    ByteBuffer wrapped = ByteBuffer.wrap(key);
    return sought.contains(wrapped) ? found.get(wrapped) : StoredAnswer.of(find, key);
  }

  @Nullable StoredAnswer find(byte[] key) throws SQLException {
    long position = recent.find(key);
    if (position == RecentRequests.NOT_THERE) {
      return findMoved(key);
    }
    findRecent.setLong(1, position);
    StoredAnswer there = StoredAnswer.read(findRecent);
    return there == null ? findMoved(key) : there;
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
    int whole = moved.size() - moved.size() % TOGETHER;
    move(moveMany, moved.subList(0, whole), TOGETHER);
    move(move, moved.subList(whole, moved.size()), 1);
    droppedTo = Math.min(dropFrom + 2L * most, recent.sweptTo());
    if (droppedTo > dropFrom) {
      drop.setLong(1, dropFrom);
      drop.setLong(2, droppedTo);
      drop.executeUpdate();
    }
  }

  /**
   * @param statement takes an age and some positions
   * @param positions how many
   */
  private void move(PreparedStatement statement, List<Recent> rows, int positions)
      throws SQLException {
    for (int i = 0; i < rows.size(); i++) {
      // All that are moved together count as new as the newest: so the index by age is in order.
      statement.setLong(1, recent.sweepMicros());
      statement.setLong(2 + i % positions, rows.get(i).position());
      if (i % positions == positions - 1) {
        statement.executeUpdate();
      }
    }
  }

  /** The transaction is on disk. */
  void committed() {
    recent.moved(moved);
    added.forEach(recent::add);
    dropFrom = Math.max(dropFrom, droppedTo);
    added.clear();
    moved = List.of();
    sought = Set.of();
  }

  /** Nothing of the transaction holds. */
  void rolledBack() throws SQLException {
    insert.clearBatch();
    nextPosition -= added.size();
    droppedTo = dropFrom;
    added.clear();
    moved = List.of();
    sought = Set.of();
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
