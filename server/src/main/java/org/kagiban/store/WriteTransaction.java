package org.kagiban.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Begins and ends transactions. The driver's own commit() begins the next one at once, which would
 * hold the write lock while nothing is written, and keep every checkpoint from starting the WAL
 * anew.
 */
final class WriteTransaction {
  private WriteTransaction() {}

  /** Takes the write lock. */
  static void begin(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
  }

  /** On disk when it returns. */
  static void commit(Connection connection) throws SQLException {
    connection.setAutoCommit(true);
  }

  static void rollback(Connection connection) throws SQLException {
    connection.rollback();
    // Commits the empty transaction that the driver began.
    connection.setAutoCommit(true);
  }
}
