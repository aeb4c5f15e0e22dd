package org.kagiban.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.kagiban.audit.log.SigningTurn;

/**
 * A PostgreSQL database that several servers share. Every commit is on its disk when it returns.
 * Thread-safe; the connections that it gives are not.
 */
final class PostgresDatabase implements Engine {
  /** Folder of its migrations. */
  static final String FOLDER = "postgresql";

  /** More than for a file: each question waits for the network. */
  private static final int READERS = 4;

  private final PostgresConnections connections;

  private PostgresDatabase(PostgresConnections connections) {
    this.connections = connections;
  }

  /**
   * @throws StoreRefusedException with a sentence for the operator
   */
  static PostgresDatabase open(StoreLocation.Postgres location) {
    PostgresConnections connections = new PostgresConnections(location);
    require(connections);
    Migrations.apply(connections.source(), FOLDER, connections.toString());
    return new PostgresDatabase(connections);
  }

  private static void require(PostgresConnections connections) {
    try (Connection connection = connections.writer()) {
      List<String> refusals = PostgresServer.of(connection).refusals();
      if (!refusals.isEmpty()) {
        throw new StoreRefusedException(
            connections + " cannot be used: " + String.join("; ", refusals));
      }
    } catch (SQLException e) {
      throw refused(connections, e);
    }
  }

  /** Says what to do about a connection that cannot be had. */
  static StoreRefusedException refused(PostgresConnections connections, SQLException e) {
    String state = String.valueOf(e.getSQLState());
    String remedy =
        switch (state) {
          case "28P01" -> "correct store.user, or the password in the file store.password-file";
          case "28000" -> "let the user in: pg_hba.conf, or the client's certificate";
          case "3D000" -> "make the database first: org/kagiban/store/README.md says how";
          case "53300" -> "the server has no connection left: a kagiban server takes seven";
          case "08001", "08004", "08006" ->
              "correct store.url, or start the database; over a network it must speak TLS with a"
                  + " certificate that sslrootcert knows";
          default -> "look at the database's own log";
        };
    return new StoreRefusedException(
        connections + " cannot be opened: " + e.getMessage() + " (" + state + "); " + remedy, e);
  }

  @Override
  public Connection writer() throws SQLException {
    return connections.writer();
  }

  @Override
  public WriterSession session(Connection writer) throws SQLException {
    return new PostgresSession(writer);
  }

  @Override
  public Connection reader() throws SQLException {
    return connections.reader();
  }

  @Override
  public int readers() {
    return READERS;
  }

  /** The database itself has one transaction at a time write. */
  @Override
  public void write(Runnable transaction) {
    transaction.run();
  }

  @Override
  public SigningTurn turn() {
    return new PostgresTurn(connections);
  }

  @Override
  public SqlFailure kindOf(SQLException failure) {
    return PostgresFailures.kindOf(failure);
  }

  @Override
  public String toString() {
    return connections.toString();
  }

  @Override
  public void close() {
    // Whoever has a connection closes it.
  }
}
