package org.kagiban.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.SeedRows.Stored;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.verification.WrappedSeed;

/** Statements on the table {@code seed}, over one connection. Of one thread. */
final class SeedTable {
  private static final String SEED = "seed.kek, seed.wrapped, seed.mac";

  private static final String TOKEN = TokenRows.columns("token");

  /** Ends a statement that inserts rows, which may be there. */
  static final String REPLACE =
      " ON CONFLICT (token_id) DO UPDATE SET kek = excluded.kek,"
          + " wrapped = excluded.wrapped, mac = excluded.mac";

  /** The first column of a seed where one follows a token. */
  private static final int AFTER_TOKEN = TokenRows.COUNT + 1;

  private final PreparedStatement find;
  private final PreparedStatement put;
  private final PreparedStatement delete;
  private final PreparedStatement stored;
  private final PreparedStatement storedNotUnder;
  private final PreparedStatement withoutRow;
  private final PreparedStatement count;
  private final PreparedStatement countWithoutRow;

  SeedTable(Connection connection) throws SQLException {
    find = connection.prepareStatement("SELECT " + SEED + " FROM seed WHERE token_id = ?");
    put =
        connection.prepareStatement(
            "INSERT INTO seed (token_id, kek, wrapped, mac) VALUES (?,?,?,?)" + REPLACE);
    delete = connection.prepareStatement("DELETE FROM seed WHERE token_id = ?");
    String joined =
        "SELECT " + TOKEN + ", " + SEED + " FROM seed JOIN token ON token.token_id = seed.token_id";
    stored =
        connection.prepareStatement(
            joined + " WHERE seed.token_id > ? ORDER BY seed.token_id LIMIT ?");
    storedNotUnder =
        connection.prepareStatement(
            joined + " WHERE seed.token_id > ? AND seed.kek <> ? ORDER BY seed.token_id LIMIT ?");
    String without =
        " FROM token WHERE seed_ref IS NOT NULL AND token_id > ?"
            + " AND NOT EXISTS (SELECT 1 FROM seed WHERE seed.token_id = token.token_id)";
    withoutRow =
        connection.prepareStatement("SELECT " + TOKEN + without + " ORDER BY token_id LIMIT ?");
    count = connection.prepareStatement("SELECT kek, count(*) FROM seed GROUP BY kek");
    countWithoutRow = connection.prepareStatement("SELECT count(*)" + without);
  }

  @Nullable WrappedSeed find(TokenId token) throws SQLException {
    find.setString(1, token.value());
    try (ResultSet row = find.executeQuery()) {
      return row.next() ? read(token, row, 1) : null;
    }
  }

  List<Stored> notUnder(@Nullable String kek, @Nullable TokenId after, int limit)
      throws SQLException {
    PreparedStatement select = kek == null ? stored : storedNotUnder;
    int column = 1;
    select.setString(column++, from(after));
    if (kek != null) {
      select.setString(column++, kek);
    }
    select.setInt(column, limit);
    List<Stored> found = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        Token token = TokenRows.read(row);
        found.add(new Stored(token, read(token.id(), row, AFTER_TOKEN)));
      }
    }
    return found;
  }

  List<Token> withoutRow(@Nullable TokenId after, int limit) throws SQLException {
    withoutRow.setString(1, from(after));
    withoutRow.setInt(2, limit);
    return TokenRows.readAll(withoutRow);
  }

  Map<String, Long> count() throws SQLException {
    Map<String, Long> counts = new TreeMap<>();
    try (ResultSet row = count.executeQuery()) {
      while (row.next()) {
        counts.put(row.getString(1), row.getLong(2));
      }
    }
    return counts;
  }

  long countWithoutRow() throws SQLException {
    countWithoutRow.setString(1, "");
    try (ResultSet row = countWithoutRow.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private static String from(@Nullable TokenId after) {
    return after == null ? "" : after.value();
  }

  private static WrappedSeed read(TokenId token, ResultSet row, int column) throws SQLException {
    return new WrappedSeed(
        token, row.getString(column), row.getBytes(column + 1), row.getBytes(column + 2));
  }

  void put(WrappedSeed seed) throws SQLException {
    put.setString(1, seed.token().value());
    put.setString(2, seed.kek());
    put.setBytes(3, seed.wrapped());
    put.setBytes(4, seed.mac());
    put.addBatch();
  }

  void delete(TokenId token) throws SQLException {
    delete.setString(1, token.value());
    delete.addBatch();
  }

  /** Executes what was put and deleted; after the tokens' own statements. */
  void flush() throws SQLException {
    delete.executeBatch();
    put.executeBatch();
  }

  void forget() throws SQLException {
    delete.clearBatch();
    put.clearBatch();
  }
}
