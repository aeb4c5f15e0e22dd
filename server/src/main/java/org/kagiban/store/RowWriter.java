package org.kagiban.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A measuring tool: how fast this machine's disk and SQLite take rows at best, to compare the store
 * with. Each row is one UPDATE by key and one INSERT, over the same kind of connection as the
 * store's, in a database file of its own. Of one thread.
 */
public final class RowWriter implements AutoCloseable {
  private static final int ENTRY_BYTES = 120;

  /** A prime: takes the keys in no order of the table's, as customers come. */
  private static final long STRIDE = 7_368_787;

  private final SqliteDatabase database;
  private final Connection connection;
  private final int keys;
  private final PreparedStatement update;
  private final PreparedStatement insert;
  private long written;

  /**
   * @param file a database that nobody else uses; made where there is none
   * @param keys how many rows there are to update, each as often as any other
   */
  public RowWriter(Path file, int keys) {
    this.keys = keys;
    database = SqliteDatabase.open(file);
    try {
      connection = database.writer();
      prepareTables();
      update = connection.prepareStatement("UPDATE raw_state SET watermark = ? WHERE id = ?");
      insert = connection.prepareStatement("INSERT INTO raw_entry (entry) VALUES (?)");
    } catch (SQLException e) {
      database.close();
      throw failure(e);
    }
  }

  private void prepareTables() throws SQLException {
    WriteTransaction.begin(connection);
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("DROP TABLE IF EXISTS raw_state");
      statement.executeUpdate("DROP TABLE IF EXISTS raw_entry");
      statement.executeUpdate(
          "CREATE TABLE raw_state (id TEXT NOT NULL PRIMARY KEY, watermark INTEGER NOT NULL)"
              + " STRICT, WITHOUT ROWID");
      statement.executeUpdate(
          "CREATE TABLE raw_entry (position INTEGER PRIMARY KEY, entry BLOB NOT NULL) STRICT");
    }
    try (PreparedStatement fill =
        connection.prepareStatement("INSERT INTO raw_state (id, watermark) VALUES (?, 0)")) {
      for (int i = 0; i < keys; i++) {
        fill.setString(1, key(i));
        fill.addBatch();
      }
      fill.executeBatch();
    }
    WriteTransaction.commit(connection);
  }

  /**
   * Writes rows in durable transactions.
   *
   * @param batch rows in each transaction
   * @return nanoseconds from the first statement to the end of the last commit
   */
  public long run(int rows, int batch) {
    byte[] entry = new byte[ENTRY_BYTES];
    long start = System.nanoTime();
    try {
      for (int done = 0; done < rows; done += batch) {
        commit(Math.min(batch, rows - done), entry);
      }
    } catch (SQLException e) {
      throw failure(e);
    }
    return System.nanoTime() - start;
  }

  private void commit(int rows, byte[] entry) throws SQLException {
    WriteTransaction.begin(connection);
    for (int i = 0; i < rows; i++) {
      update.setLong(1, written);
      update.setString(2, key((int) (written * STRIDE % keys)));
      update.addBatch();
      insert.setBytes(1, entry);
      insert.addBatch();
      written++;
    }
    update.executeBatch();
    insert.executeBatch();
    WriteTransaction.commit(connection);
    database.committed();
  }

  private static String key(int number) {
    return "BENC" + (10_000_000 + number);
  }

  private static IllegalStateException failure(SQLException cause) {
    return new IllegalStateException("rows cannot be written: " + cause.getMessage(), cause);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      database.close();
    }
  }
}
