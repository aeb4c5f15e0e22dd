package org.kagiban.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.log.SigningTurn;
import org.kagiban.audit.tree.Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The turn as one row of the database, by the database's clock. A former holder that wakes up finds
 * its name gone: each of its writes asks for the name, in one statement. Over a connection of its
 * own. Thread-safe.
 */
final class PostgresTurn implements SigningTurn {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresTurn.class);

  private static final String WHOSE =
      "SELECT holder, expires_at < now() FROM log_turn WHERE id = 1";

  private static final String TAKE =
      "UPDATE log_turn SET holder = ?, expires_at = now() + interval '10 seconds'"
          + " WHERE id = 1 AND (holder = ? OR expires_at < now())";

  private static final String NEWEST = "SELECT signed_size, signed_root FROM log_turn WHERE id = 1";

  private static final String NOTE =
      "UPDATE log_turn SET signed_size = ?, signed_root = ?,"
          + " expires_at = now() + interval '10 seconds'"
          + " WHERE id = 1 AND holder = ? AND (signed_size IS NULL OR signed_size < ?"
          + " OR (signed_size = ? AND signed_root = ?))";

  private static final String LET_GO =
      "UPDATE log_turn SET holder = '', expires_at = now() WHERE id = 1 AND holder = ?";

  private final PostgresConnections connections;

  /** For operators too: the process, and what no other has. */
  private final String holder = ProcessHandle.current().pid() + "/" + UUID.randomUUID();

  private @Nullable Connection connection;

  PostgresTurn(PostgresConnections connections) {
    this.connections = connections;
  }

  /** Something to ask the database. */
  @FunctionalInterface
  private interface Question<T> {
    T ask(Connection connection) throws SQLException;
  }

  @Override
  public Taken take() throws IOException {
    return ask(this::takeOver);
  }

  /** Whoever only waits writes nothing, though it asks three times a second. */
  private Taken takeOver(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(WHOSE);
        ResultSet row = select.executeQuery()) {
      boolean mine = row.next() && row.getString(1).equals(holder);
      if ((mine || row.getBoolean(2)) && take(connection)) {
        return mine ? Taken.KEPT : Taken.ANEW;
      }
      return Taken.NO;
    }
  }

  private boolean take(Connection connection) throws SQLException {
    try (PreparedStatement take = connection.prepareStatement(TAKE)) {
      take.setString(1, holder);
      take.setString(2, holder);
      return take.executeUpdate() == 1;
    }
  }

  @Override
  public @Nullable Noted newest() throws IOException {
    return ask(PostgresTurn::newest).orElse(null);
  }

  private static Optional<Noted> newest(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(NEWEST);
        ResultSet row = select.executeQuery()) {
      byte[] root = row.next() ? row.getBytes(2) : null;
      return root == null
          ? Optional.empty()
          : Optional.of(new Noted(row.getLong(1), Hash.of(root)));
    }
  }

  @Override
  public boolean note(long size, Hash root) throws IOException {
    return ask(
        connection -> {
          try (PreparedStatement note = connection.prepareStatement(NOTE)) {
            note.setLong(1, size);
            note.setBytes(2, root.bytes());
            note.setString(3, holder);
            note.setLong(4, size);
            note.setLong(5, size);
            note.setBytes(6, root.bytes());
            return note.executeUpdate() == 1;
          }
        });
  }

  /**
   * Each question is one transaction, which may be repeated; a connection may be lost in between.
   */
  private synchronized <T extends @Nullable Object> T ask(Question<T> question) throws IOException {
    boolean rested = connection != null;
    try {
      Connection current = connection;
      if (current == null) {
        current = connections.writer();
        current.setAutoCommit(true);
        connection = current;
      }
      return question.ask(current);
    } catch (SQLException e) {
      drop();
      if (rested) {
        return ask(question);
      }
      throw new IOException("whose turn it is to sign cannot be asked: " + e.getMessage(), e);
    }
  }

  private void drop() {
    Connection current = connection;
    connection = null;
    if (current != null) {
      try {
        current.close();
      } catch (SQLException e) {
        LOG.debug("a connection cannot be closed: {}", e.toString());
      }
    }
  }

  @Override
  public boolean letGo() throws IOException {
    return ask(
        connection -> {
          try (PreparedStatement letGo = connection.prepareStatement(LET_GO)) {
            letGo.setString(1, holder);
            return letGo.executeUpdate() == 1;
          }
        });
  }

  @Override
  public synchronized void close() {
    try {
      boolean unused = letGo();
    } catch (IOException e) {
      LOG.warn("the turn to sign the log runs out by itself: {}", e.getMessage());
    }
    drop();
  }
}
