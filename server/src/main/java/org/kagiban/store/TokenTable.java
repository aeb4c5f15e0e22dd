package org.kagiban.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Subscriber;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;

/** The committer's statements on the table {@code token}, one for each row. Of one thread. */
final class TokenTable implements TokenWrites {
  static final String COLUMNS = TokenRows.COLUMNS + ", chain_length, chain_head";

  /** The first column of the chain, which follows the token's. */
  static final int CHAIN = TokenRows.COUNT + 1;

  private static final String SELECT = "SELECT " + COLUMNS + " FROM token WHERE ";

  /** Ends a statement that inserts rows, which may be there. */
  static final String REPLACE =
      " ON CONFLICT (token_id) DO UPDATE SET institution = excluded.institution,"
          + " subscriber_id = excluded.subscriber_id, otp_type = excluded.otp_type,"
          + " algorithm = excluded.algorithm, digits = excluded.digits,"
          + " period_seconds = excluded.period_seconds, valid_from = excluded.valid_from,"
          + " valid_until = excluded.valid_until, seed_ref = excluded.seed_ref,"
          + " kcv = excluded.kcv, created_at = excluded.created_at, retired = excluded.retired,"
          + " suspended = excluded.suspended, enrolled_at = excluded.enrolled_at,"
          + " watermark = excluded.watermark, drift = excluded.drift,"
          + " failures = excluded.failures, locked_at = excluded.locked_at,"
          + " temporary_salt = excluded.temporary_salt,"
          + " temporary_hash = excluded.temporary_hash,"
          + " temporary_uses = excluded.temporary_uses,"
          + " temporary_expires = excluded.temporary_expires,"
          + " signature_watermark = excluded.signature_watermark,"
          + " chain_length = excluded.chain_length, chain_head = excluded.chain_head";

  private static final String PUT =
      "INSERT INTO token ("
          + COLUMNS
          + ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
          + REPLACE;

  private final PreparedStatement find;
  private final PreparedStatement findOf;
  private final PreparedStatement release;
  private final PreparedStatement advance;
  private final PreparedStatement chain;
  private final PreparedStatement put;

  TokenTable(Connection connection) throws SQLException {
    find = connection.prepareStatement(SELECT + "token_id = ?");
    findOf = connection.prepareStatement(SELECT + "institution = ? AND subscriber_id = ?");
    release =
        connection.prepareStatement(
            "UPDATE token SET subscriber_id = NULL, enrolled_at = NULL WHERE token_id = ?");
    advance =
        connection.prepareStatement(
            "UPDATE token SET watermark = ?, signature_watermark = ?, drift = ?, failures = ?,"
                + " locked_at = ?, chain_length = ?, chain_head = ? WHERE token_id = ?");
    chain =
        connection.prepareStatement(
            "UPDATE token SET chain_length = ?, chain_head = ? WHERE token_id = ?");
    put = connection.prepareStatement(PUT);
  }

  @Nullable TokenRow find(TokenId id) throws SQLException {
    find.setString(1, id.value());
    return read(find);
  }

  @Nullable TokenRow findOf(Subscriber subscriber) throws SQLException {
    findOf.setString(1, subscriber.institution().id());
    findOf.setString(2, subscriber.id());
    return read(findOf);
  }

  private static @Nullable TokenRow read(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? read(row) : null;
    }
  }

  /** Reads {@link #COLUMNS}. */
  static TokenRow read(ResultSet row) throws SQLException {
    return new TokenRow(TokenRows.read(row), ChainHead.read(row, CHAIN));
  }

  @Override
  public void release(TokenId id) throws SQLException {
    release.setString(1, id.value());
    release.addBatch();
  }

  @Override
  public void advance(TokenRow next) throws SQLException {
    Token token = next.token();
    advance.setLong(1, token.state().watermark());
    advance.setLong(2, token.state().signatureWatermark());
    advance.setInt(3, token.state().drift());
    advance.setInt(4, token.state().failures());
    Micros.bind(advance, 5, token.state().lockedAt());
    next.chain().bind(advance, 6);
    advance.setString(8, token.id().value());
    advance.addBatch();
  }

  @Override
  public void chain(TokenRow next) throws SQLException {
    next.chain().bind(chain, 1);
    chain.setString(3, next.token().id().value());
    chain.addBatch();
  }

  @Override
  public void put(TokenRow next) throws SQLException {
    int column = 1;
    for (Object value : TokenRows.values(next.token())) {
      put.setObject(column++, value);
    }
    next.chain().bind(put, CHAIN);
    put.addBatch();
  }

  /** Executes what was added. */
  void flush() throws SQLException {
    // A token's new subscriber must have lost its old token first.
    release.executeBatch();
    advance.executeBatch();
    chain.executeBatch();
    put.executeBatch();
  }

  /** Drops what was added and not executed. */
  void clear() throws SQLException {
    release.clearBatch();
    advance.clearBatch();
    chain.clearBatch();
    put.clearBatch();
  }
}
