package org.kagiban.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.kagiban.audit.log.SigningTurn;

/**
 * One kind of database, opened: what differs between SQLite and PostgreSQL. Thread-safe; the
 * connections and sessions that it gives are each of one thread.
 */
interface Engine extends AutoCloseable {
  /**
   * Opens a database; makes or migrates its tables where needed.
   *
   * @throws StoreRefusedException with a sentence for the operator
   */
  static Engine open(StoreLocation location) {
    return location instanceof StoreLocation.Postgres postgres
        ? PostgresDatabase.open(postgres)
        : SqliteDatabase.open(((StoreLocation.SqliteFile) location).path());
  }

  /** A connection that writes. */
  Connection writer() throws SQLException;

  /** What the committer does over a connection of {@link #writer}. */
  WriterSession session(Connection writer) throws SQLException;

  /** A connection that cannot write. */
  Connection reader() throws SQLException;

  /** How many threads read at once, each over a connection of its own. */
  int readers();

  /** Runs one write transaction when this process may. */
  void write(Runnable transaction);

  /** Whose turn it is to sign the log. */
  SigningTurn turn();

  /** What a session's failure says about its transaction. */
  SqlFailure kindOf(SQLException failure);

  /** The database, for an operator; without a password. */
  @Override
  String toString();

  @Override
  void close();
}
