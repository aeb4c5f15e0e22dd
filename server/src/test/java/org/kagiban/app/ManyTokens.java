package org.kagiban.app;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Fills a stopped server's database with tokens like one that it has. Their seeds' rows are copies
 * of that one's: genuinely wrapped, but bound to the first token, so that the HSM refuses them.
 * They stand for the many tokens that are not asked for.
 */
final class ManyTokens {
  private static final String NUMBERS =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) ";

  private ManyTokens() {}

  /**
   * @param like the token that is there
   * @param count of new ones, named MANY00000001 and so on
   */
  static void add(Path database, String like, int count) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
      connection.setAutoCommit(false);
      for (String table : List.of("token", "seed")) {
        copy(connection, table, like, count);
      }
      connection.commit();
    }
  }

  private static void copy(Connection connection, String table, String like, int count)
      throws SQLException {
    StringBuilder others = new StringBuilder();
    String asked = "SELECT name FROM pragma_table_info('" + table + "') WHERE name <> 'token_id'";
    try (var columns = connection.createStatement().executeQuery(asked)) {
      while (columns.next()) {
        others.append(", ").append(columns.getString(1));
      }
    }
    String values = others.toString().replace(", seed_ref", ", printf('MANY%08d', i)");
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO %s (token_id%s) ".formatted(table, others)
                + NUMBERS
                + "SELECT printf('MANY%08d', i)"
                + values
                + " FROM n, (SELECT * FROM %s WHERE token_id = ?)".formatted(table))) {
      insert.setInt(1, count);
      insert.setString(2, like);
      insert.executeUpdate();
    }
  }
}
