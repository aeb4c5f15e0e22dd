package org.kagiban.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Subscriber;
import org.kagiban.token.TokenId;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The committer's connection with its statements, prepared once. The first statement after a commit
 * begins a transaction with the write lock. Of one thread.
 */
final class WriterSession implements AutoCloseable {
  /** Some 35 MB. */
  private static final int CACHED_TOKENS = 50_000;

  private final Connection connection;
  private final PreparedStatement request;
  private final PreparedStatement insertRequest;
  private final PreparedStatement forget;
  private final PreparedStatement probe;
  private final TokenTable tokens;
  private final KeyChainTable keyChains;
  private final EventTable events;
  private final SeedTable seeds;
  private final CeremonyTable ceremonies;
  private final TokenCache cache = new TokenCache(CACHED_TOKENS);
  private final List<TokenRow> written = new ArrayList<>();
  private long nextPosition;

  WriterSession(Connection connection) throws SQLException {
    this.connection = connection;
    request = prepare(StoredAnswer.SELECT);
    insertRequest =
        prepare("INSERT INTO request (request_key, digest, answer, created_at) VALUES (?,?,?,?)");
    forget =
        prepare(
            "DELETE FROM request WHERE request_key IN (SELECT request_key FROM request"
                + " WHERE created_at < ? ORDER BY created_at LIMIT ?)");
    tokens = new TokenTable(connection);
    keyChains = new KeyChainTable(connection);
    events = new EventTable(connection);
    seeds = new SeedTable(connection);
    ceremonies = new CeremonyTable(connection);
    probe = prepare("UPDATE probe SET probed_at = ? WHERE id = 1");
    nextPosition = events.count();
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepareStatement(sql);
  }

  /** Begins a transaction, which everything else but {@link #forgetRequests} is part of. */
  void begin() throws SQLException {
    WriteTransaction.begin(connection);
  }

  @Nullable TokenRow token(TokenId id) throws SQLException {
    TokenRow cached = cache.get(id);
    return cached == null ? cached(tokens.find(id)) : cached;
  }

  @Nullable TokenRow tokenOf(Subscriber subscriber) throws SQLException {
    TokenRow cached = cache.tokenOf(subscriber);
    return cached == null ? cached(tokens.findOf(subscriber)) : cached;
  }

  private @Nullable TokenRow cached(@Nullable TokenRow read) {
    if (read != null) {
      cache.put(read);
    }
    return read;
  }

  @Nullable StoredAnswer request(byte[] key) throws SQLException {
    return StoredAnswer.of(request, key);
  }

  /** Adds the difference between two versions of a row, if any. */
  void write(@Nullable TokenRow before, TokenRow now) throws SQLException {
    if (before == null) {
      tokens.put(now);
    } else if (now.token().equals(before.token())) {
      if (now.chain().equals(before.chain())) {
        return;
      }
      tokens.chain(now);
    } else if (TokenRows.sameButForCounters(before.token(), now.token())) {
      tokens.advance(now);
    } else {
      Subscriber had = before.token().state().subscriber();
      if (had != null && !had.equals(now.token().state().subscriber())) {
        tokens.release(now.token().id());
      }
      tokens.put(now);
    }
    written.add(now);
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
    events.add(nextPosition, id, entry);
    nextPosition++;
  }

  EventTable events() {
    return events;
  }

  KeyChainTable keyChains() {
    return keyChains;
  }

  SeedTable seeds() {
    return seeds;
  }

  CeremonyTable ceremonies() {
    return ceremonies;
  }

  /** Executes what was added, so that statements see it. */
  void flush() throws SQLException {
    tokens.flush();
    keyChains.flush();
    seeds.flush();
    insertRequest.executeBatch();
    events.flush();
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
    tokens.clear();
    keyChains.clear();
    insertRequest.clearBatch();
    events.clear();
    seeds.forget();
    written.clear();
    WriteTransaction.rollback(connection);
    nextPosition = events.count();
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
