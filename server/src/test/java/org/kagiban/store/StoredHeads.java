package org.kagiban.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.kagiban.store.Chains.Head;

/** The heads of chains in a SQLite file, read beside the store. */
final class StoredHeads {
  private StoredHeads() {}

  /** Fails where a head in the tables is another than the entries give; returns the heads. */
  static Map<String, Head> requireAsTheEntriesSay(Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("BEGIN");
      Map<String, Head> stored = new TreeMap<>();
      read(
          statement,
          "SELECT token_id, chain_length, chain_head FROM token WHERE chain_length > 0",
          stored);
      read(statement, "SELECT label, length, head FROM key_chain", stored);
      assertThat(stored).isEqualTo(Chains.check(entries(statement)));
      return stored;
    }
  }

  private static void read(Statement statement, String sql, Map<String, Head> into)
      throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        String hash = Objects.requireNonNull(Chains.hex(row.getBytes(3)));
        into.put(row.getString(1), new Head(row.getLong(2), hash));
      }
    }
  }

  private static List<byte[]> entries(Statement statement) throws SQLException {
    List<byte[]> entries = new ArrayList<>();
    try (ResultSet row = statement.executeQuery("SELECT entry FROM event ORDER BY position")) {
      while (row.next()) {
        entries.add(row.getBytes(1));
      }
    }
    return entries;
  }
}
