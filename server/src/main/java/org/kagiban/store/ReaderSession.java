package org.kagiban.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Institution;
import org.kagiban.token.Subscriber;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;

/** A connection that reads what is committed, with its statements, prepared once. Of one thread. */
final class ReaderSession implements AutoCloseable {
  private static final String TOKENS = "SELECT " + TokenRows.COLUMNS + " FROM token";

  private final Connection connection;
  private final PreparedStatement token;
  private final PreparedStatement tokenOf;
  private final PreparedStatement page;
  private final PreparedStatement retired;
  private final EventTable events;
  private final SeedTable seeds;
  private final CeremonyTable ceremonies;
  private final InventoryTable inventory;
  private final SettingTable settings;

  ReaderSession(Connection connection) throws SQLException {
    this.connection = connection;
    token = prepare(TOKENS + " WHERE token_id = ?");
    tokenOf = prepare(TOKENS + " WHERE institution = ? AND subscriber_id = ?");
    page = prepare(TOKENS + " WHERE institution = ? AND token_id > ? ORDER BY token_id LIMIT ?");
    retired =
        prepare(TOKENS + " WHERE retired = 1 AND seed_ref IS NOT NULL ORDER BY token_id LIMIT ?");
    events = new EventTable(connection);
    seeds = new SeedTable(connection);
    ceremonies = new CeremonyTable(connection);
    inventory = new InventoryTable(connection);
    settings = new SettingTable(connection);
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepareStatement(sql);
  }

  @Nullable Token token(TokenId id) throws SQLException {
    token.setString(1, id.value());
    return first(TokenRows.readAll(token));
  }

  EventTable events() {
    return events;
  }

  SeedTable seeds() {
    return seeds;
  }

  CeremonyTable ceremonies() {
    return ceremonies;
  }

  InventoryTable inventory() {
    return inventory;
  }

  SettingTable settings() {
    return settings;
  }

  /** Those that there are. */
  List<Token> tokens(Collection<TokenId> ids) throws SQLException {
    List<Token> found = new ArrayList<>();
    for (TokenId id : ids) {
      Token token = token(id);
      if (token != null) {
        found.add(token);
      }
    }
    return found;
  }

  @Nullable Token tokenOf(Subscriber subscriber) throws SQLException {
    tokenOf.setString(1, subscriber.institution().id());
    tokenOf.setString(2, subscriber.id());
    return first(TokenRows.readAll(tokenOf));
  }

  List<Token> page(Institution institution, @Nullable TokenId after, int limit)
      throws SQLException {
    page.setString(1, institution.id());
    page.setString(2, after == null ? "" : after.value());
    page.setInt(3, limit);
    return TokenRows.readAll(page);
  }

  List<Token> retiredWithSeed(int limit) throws SQLException {
    retired.setInt(1, limit);
    return TokenRows.readAll(retired);
  }

  private static @Nullable Token first(List<Token> tokens) {
    return tokens.isEmpty() ? null : tokens.get(0);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
