package org.kagiban.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.verification.WrappedSeed;

/**
 * What a transaction writes, gathered and sent in one round trip however much it is. Of one thread.
 */
final class PostgresWrites implements TokenWrites {
  private static final String CHAIN = "chain_length = w.chain_length, chain_head = w.chain_head";

  private static final String[] TOKEN_COLUMNS = {
    "token_id text",
    "institution text",
    "subscriber_id text",
    "otp_type text",
    "algorithm text",
    "digits int8",
    "period_seconds int8",
    "valid_from int8",
    "valid_until int8",
    "seed_ref text",
    "kcv bytea",
    "created_at int8",
    "retired int8",
    "suspended int8",
    "enrolled_at int8",
    "watermark int8",
    "drift int8",
    "failures int8",
    "locked_at int8",
    "temporary_salt bytea",
    "temporary_hash bytea",
    "temporary_uses int8",
    "temporary_expires int8",
    "signature_watermark int8",
    "chain_length int8",
    "chain_head bytea"
  };

  private final Unnest release =
      new Unnest(
          "UPDATE token SET subscriber_id = NULL, enrolled_at = NULL FROM $rows"
              + " WHERE token.token_id = w.token_id",
          "token_id text");
  private final Unnest advance =
      new Unnest(
          "UPDATE token SET watermark = w.watermark, signature_watermark = w.signature_watermark,"
              + " drift = w.drift, failures = w.failures, locked_at = w.locked_at, "
              + CHAIN
              + " FROM $rows WHERE token.token_id = w.token_id",
          "token_id text",
          "watermark int8",
          "signature_watermark int8",
          "drift int8",
          "failures int8",
          "locked_at int8",
          "chain_length int8",
          "chain_head bytea");
  private final Unnest chain =
      new Unnest(
          "UPDATE token SET " + CHAIN + " FROM $rows WHERE token.token_id = w.token_id",
          "token_id text",
          "chain_length int8",
          "chain_head bytea");
  private final Unnest put =
      new Unnest(
          "INSERT INTO token ("
              + TokenTable.COLUMNS
              + ") SELECT "
              + TokenTable.COLUMNS
              + " FROM $rows"
              + TokenTable.REPLACE,
          TOKEN_COLUMNS);
  private final Unnest deleteSeed =
      new Unnest("DELETE FROM seed USING $rows WHERE seed.token_id = w.token_id", "token_id text");
  private final Unnest putSeed =
      new Unnest(
          "INSERT INTO seed (token_id, kek, wrapped, mac)"
              + " SELECT token_id, kek, wrapped, mac FROM $rows"
              + SeedTable.REPLACE,
          "token_id text",
          "kek text",
          "wrapped bytea",
          "mac bytea");
  private final Unnest putChain =
      new Unnest(
          "INSERT INTO key_chain (label, length, head) SELECT label, length, head FROM $rows"
              + KeyChainTable.REPLACE,
          "label text",
          "length int8",
          "head bytea");
  private final Unnest request =
      new Unnest(
          "INSERT INTO request (request_key, digest, answer, created_at)"
              + " SELECT request_key, digest, answer, created_at FROM $rows",
          "request_key bytea",
          "digest bytea",
          "answer bytea",
          "created_at int8");
  private final Unnest event =
      new Unnest(
          "INSERT INTO event (position, event_id, entry) SELECT position, event_id, entry FROM $rows",
          "position int8",
          "event_id bytea",
          "entry bytea");

  /** In the order in which they are executed: a new subscriber's old token is released first. */
  private final List<Unnest> all =
      List.of(release, advance, chain, put, deleteSeed, putSeed, putChain, request, event);

  private final Connection connection;

  PostgresWrites(Connection connection) {
    this.connection = connection;
  }

  @Override
  public void release(TokenId id) {
    release.add(id.value());
  }

  @Override
  public void advance(TokenRow next) {
    Token token = next.token();
    advance.add(
        token.id().value(),
        token.state().watermark(),
        token.state().signatureWatermark(),
        (long) token.state().drift(),
        (long) token.state().failures(),
        Micros.ofNullable(token.state().lockedAt()),
        next.chain().length(),
        next.chain().last());
  }

  @Override
  public void chain(TokenRow next) {
    chain.add(next.token().id().value(), next.chain().length(), next.chain().last());
  }

  @Override
  public void put(TokenRow next) {
    @Nullable Object[] token = TokenRows.values(next.token());
    @Nullable Object[] row = Arrays.copyOf(token, token.length + 2);
    row[token.length] = next.chain().length();
    row[token.length + 1] = next.chain().last();
    put.add(row);
  }

  void seed(TokenId token, @Nullable WrappedSeed seed) {
    if (seed == null) {
      deleteSeed.add(token.value());
    } else {
      putSeed.add(token.value(), seed.kek(), seed.wrapped(), seed.mac());
    }
  }

  void chain(String label, ChainHead head) {
    putChain.add(label, head.length(), head.last());
  }

  void request(byte[] key, byte[] digest, byte[] answer, long at) {
    request.add(key, digest, answer, at);
  }

  void event(long position, byte[] id, byte[] entry) {
    event.add(position, id, entry);
  }

  /**
   * Executes what was added.
   *
   * @throws SQLException also where a row that was read is not there any more: nobody else may
   *     write
   */
  void flush() throws SQLException {
    List<Unnest> due = all.stream().filter(each -> each.size() > 0).toList();
    if (due.isEmpty()) {
      return;
    }
    List<String> sql = due.stream().map(Unnest::sql).toList();
    try (PreparedStatement statement = connection.prepareStatement(String.join(";\n", sql))) {
      int index = 1;
      for (Unnest each : due) {
        index = each.bind(statement, index);
      }
      statement.execute();
      for (Unnest each : due) {
        requireAll(each, statement.getUpdateCount());
        statement.getMoreResults();
      }
    }
    clear();
  }

  private void requireAll(Unnest each, int written) throws SQLException {
    if (each != deleteSeed && written != each.size()) {
      throw new SQLException(
          "of " + each.size() + " rows " + written + " were written: somebody else changes them");
    }
  }

  /** Drops what was added and not executed. */
  void clear() {
    all.forEach(Unnest::clear);
  }
}
