package org.kagiban.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Statements on the table {@code key_chain}, over one connection. Of one thread. */
final class KeyChainTable {
  /** Ends a statement that inserts rows, which may be there. */
  static final String REPLACE =
      " ON CONFLICT (label) DO UPDATE SET length = excluded.length, head = excluded.head";

  private final PreparedStatement find;
  private final PreparedStatement put;

  KeyChainTable(Connection connection) throws SQLException {
    find = connection.prepareStatement("SELECT length, head FROM key_chain WHERE label = ?");
    put =
        connection.prepareStatement(
            "INSERT INTO key_chain (label, length, head) VALUES (?,?,?)" + REPLACE);
  }

  ChainHead find(String label) throws SQLException {
    find.setString(1, label);
    try (ResultSet row = find.executeQuery()) {
      return row.next() ? ChainHead.read(row, 1) : ChainHead.START;
    }
  }

  void put(String label, ChainHead head) throws SQLException {
    put.setString(1, label);
    head.bind(put, 2);
    put.addBatch();
  }

  /** Executes what was put. */
  void flush() throws SQLException {
    put.executeBatch();
  }

  /** Drops what was put and not executed. */
  void clear() throws SQLException {
    put.clearBatch();
  }
}
