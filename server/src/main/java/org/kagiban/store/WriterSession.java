package org.kagiban.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Subscriber;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The committer's connection with its statements, prepared once. The first statement after a commit
 * begins a transaction with the write lock. Of one thread.
 */
final class WriterSession implements AutoCloseable {
  /** Some 30 MB. */
  private static final int CACHED_TOKENS = 50_000;

  private final Connection connection;
  private final PreparedStatement token;
  private final PreparedStatement tokenOf;
  private final PreparedStatement request;
  private final PreparedStatement release;
  private final PreparedStatement advance;
  private final PreparedStatement put;
  private final PreparedStatement insertRequest;
  private final PreparedStatement insertEvent;
  private final PreparedStatement forget;
  private final PreparedStatement probe;
  private final SeedTable seeds;
  private final CeremonyTable ceremonies;
  private final SettingTable settings;
  private final TokenCache cache = new TokenCache(CACHED_TOKENS);
  private final List<Token> written = new ArrayList<>();
  private long nextPosition;

  WriterSession(Connection connection) throws SQLException {
    this.connection = connection;
    token = prepare("SELECT " + TokenRows.COLUMNS + " FROM token WHERE token_id = ?");
    tokenOf =
        prepare(
            "SELECT "
                + TokenRows.COLUMNS
                + " FROM token WHERE institution = ? AND subscriber_id = ?");
    request = prepare(StoredAnswer.SELECT);
    release =
        prepare("UPDATE token SET subscriber_id = NULL, enrolled_at = NULL WHERE token_id = ?");
    advance =
        prepare(
            "UPDATE token SET watermark = ?, drift = ?, failures = ?, locked_at = ?"
                + " WHERE token_id = ?");
    put = prepare(PUT);
    insertRequest =
        prepare("INSERT INTO request (request_key, digest, answer, created_at) VALUES (?,?,?,?)");
    insertEvent = prepare("INSERT INTO event (position, event_id, entry) VALUES (?,?,?)");
    forget =
        prepare(
            "DELETE FROM request WHERE request_key IN (SELECT request_key FROM request"
                + " WHERE created_at < ? ORDER BY created_at LIMIT ?)");
    seeds = new SeedTable(connection);
    ceremonies = new CeremonyTable(connection);
    settings = new SettingTable(connection);
    probe = prepare("UPDATE probe SET probed_at = ? WHERE id = 1");
    nextPosition = countEvents();
  }

  private static final String PUT =
      "INSERT INTO token ("
          + TokenRows.COLUMNS
          + ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
          + " ON CONFLICT (token_id) DO UPDATE SET institution = excluded.institution,"
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
          + " temporary_expires = excluded.temporary_expires";

  private PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepareStatement(sql);
  }

  private long countEvents() throws SQLException {
    try (PreparedStatement count = prepare("SELECT coalesce(max(position) + 1, 0) FROM event");
        ResultSet row = count.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Begins a transaction, which everything else but {@link #forgetRequests} is part of. */
  void begin() throws SQLException {
    WriteTransaction.begin(connection);
  }

  @Nullable Token token(TokenId id) throws SQLException {
    Token cached = cache.get(id);
    if (cached != null) {
      return cached;
    }
    token.setString(1, id.value());
    Token read = readToken(token);
    if (read != null) {
      cache.put(read);
    }
    return read;
  }

  @Nullable Token tokenOf(Subscriber subscriber) throws SQLException {
    Token cached = cache.tokenOf(subscriber);
    if (cached != null) {
      return cached;
    }
    tokenOf.setString(1, subscriber.institution().id());
    tokenOf.setString(2, subscriber.id());
    Token read = readToken(tokenOf);
    if (read != null) {
      cache.put(read);
    }
    return read;
  }

  private static @Nullable Token readToken(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? TokenRows.read(row) : null;
    }
  }

  @Nullable StoredAnswer request(byte[] key) throws SQLException {
    return StoredAnswer.of(request, key);
  }

  /** Takes the token from its subscriber, so that another may have it in the same transaction. */
  void release(TokenId id) throws SQLException {
    release.setString(1, id.value());
    release.addBatch();
  }

  /** Writes what a verification changes: {@link TokenRows#sameButForCounters}. */
  void advance(Token next) throws SQLException {
    advance.setLong(1, next.state().watermark());
    advance.setInt(2, next.state().drift());
    advance.setInt(3, next.state().failures());
    Micros.bind(advance, 4, next.state().lockedAt());
    advance.setString(5, next.id().value());
    advance.addBatch();
    written.add(next);
  }

  void put(Token next) throws SQLException {
    TokenRows.bind(put, next);
    put.addBatch();
    written.add(next);
  }

  void request(byte[] key, byte[] digest, byte[] answer, long createdAt) throws SQLException {
    insertRequest.setBytes(1, key);
    insertRequest.setBytes(2, digest);
    insertRequest.setBytes(3, answer);
    insertRequest.setLong(4, createdAt);
    insertRequest.addBatch();
  }

  /** Gives the event the next place in the log. */
  void event(byte[] id, byte[] entry) throws SQLException {
    insertEvent.setLong(1, nextPosition);
    insertEvent.setBytes(2, id);
    insertEvent.setBytes(3, entry);
    insertEvent.addBatch();
    nextPosition++;
  }

  SeedTable seeds() {
    return seeds;
  }

  CeremonyTable ceremonies() {
    return ceremonies;
  }

  SettingTable settings() {
    return settings;
  }

  /** Executes what was added, so that statements see it. */
  void flush() throws SQLException {
    // A token's new subscriber must have lost its old token first.
    release.executeBatch();
    advance.executeBatch();
    put.executeBatch();
    seeds.flush();
    insertRequest.executeBatch();
    insertEvent.executeBatch();
  }

  /** Commits what was added since the beginning; on disk when it returns. */
  void commit() throws SQLException {
    flush();
    WriteTransaction.commit(connection);
    written.forEach(cache::put);
    written.clear();
  }

  /** Forgets at most so many requests, the oldest first, for good; returns how many. */
  int forgetRequests(Instant before, int limit) throws SQLException {
    forget.setLong(1, Micros.of(before));
    forget.setInt(2, limit);
    // One statement, one transaction.
    return forget.executeUpdate();
  }

  /** Writes one row within the transaction, to learn whether that is possible. */
  void probe(Instant now) throws SQLException {
    probe.setLong(1, Micros.of(now));
    probe.executeUpdate();
  }

  /** Drops what was added since the beginning. */
  void rollback() throws SQLException {
    for (PreparedStatement each : new PreparedStatement[] {release, advance, put}) {
      each.clearBatch();
    }
    insertRequest.clearBatch();
    insertEvent.clearBatch();
    seeds.forget();
    written.clear();
    WriteTransaction.rollback(connection);
    nextPosition = countEvents();
  }

  /** Whether a constraint of the tables was broken, which a transaction's repetition would too. */
  static boolean isBrokenRule(SQLException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException e
          && (e.getResultCode().code & 0xFF) == SQLiteErrorCode.SQLITE_CONSTRAINT.code) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
