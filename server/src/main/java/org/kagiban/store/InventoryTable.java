package org.kagiban.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.InventoryRows.Orphan;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;

/** Statements that read every token and seed, over one connection. Of one thread. */
final class InventoryTable {
  private final PreparedStatement count;
  private final PreparedStatement tokens;
  private final PreparedStatement orphans;

  InventoryTable(Connection connection) throws SQLException {
    count = connection.prepareStatement("SELECT count(*) FROM token");
    tokens =
        connection.prepareStatement(
            "SELECT "
                + TokenRows.COLUMNS
                + " FROM token WHERE token_id > ? ORDER BY token_id LIMIT ?");
    orphans =
        connection.prepareStatement(
            "SELECT token_id, kek FROM seed WHERE token_id > ? AND NOT EXISTS"
                + " (SELECT 1 FROM token WHERE token.token_id = seed.token_id)"
                + " ORDER BY token_id LIMIT ?");
  }

  long countTokens() throws SQLException {
    try (ResultSet row = count.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  List<Token> tokens(@Nullable TokenId after, int limit) throws SQLException {
    tokens.setString(1, after == null ? "" : after.value());
    tokens.setInt(2, limit);
    return TokenRows.readAll(tokens);
  }

  List<Orphan> orphans(@Nullable String after, int limit) throws SQLException {
    orphans.setString(1, after == null ? "" : after);
    orphans.setInt(2, limit);
    List<Orphan> found = new ArrayList<>();
    try (ResultSet row = orphans.executeQuery()) {
      while (row.next()) {
        found.add(new Orphan(row.getString(1), row.getString(2)));
      }
    }
    return found;
  }
}
