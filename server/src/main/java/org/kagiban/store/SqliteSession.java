package org.kagiban.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Subscriber;
import org.kagiban.token.TokenId;
import org.kagiban.verification.WrappedSeed;

/**
 * The committer's connection to SQLite with its statements, prepared once. A question costs next to
 * nothing here, so each is asked when it comes up. Of one thread.
 */
final class SqliteSession implements WriterSession {
  /** Some 35 MB. */
  private static final int CACHED_TOKENS = 50_000;

  private final Connection connection;
  private final PreparedStatement probe;
  private final SqliteRequests requests;
  private final TokenTable tokens;
  private final KeyChainTable keyChains;
  private final EventTable events;
  private final SeedTable seeds;
  private final CeremonyTable ceremonies;
  private final SettingTable settings;
  private final TokenCache cache = new TokenCache(CACHED_TOKENS);
  private final List<TokenRow> written = new ArrayList<>();
  private long nextPosition;

  SqliteSession(Connection connection) throws SQLException {
    this.connection = connection;
    requests = new SqliteRequests(connection);
    tokens = new TokenTable(connection);
    keyChains = new KeyChainTable(connection);
    events = new EventTable(connection);
    seeds = new SeedTable(connection);
    ceremonies = new CeremonyTable(connection);
    settings = new SettingTable(connection);
    probe = prepare("UPDATE probe SET probed_at = ? WHERE id = 1");
    nextPosition = events.count();
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepareStatement(sql);
  }

  @Override
  public void begin(Supplier<Needs> needs) throws SQLException {
    WriteTransaction.begin(connection);
  }

  @Override
  public @Nullable TokenRow token(TokenId id) throws SQLException {
    TokenRow cached = cache.get(id);
    return cached == null ? cached(tokens.find(id)) : cached;
  }

  @Override
  public @Nullable TokenRow tokenOf(Subscriber subscriber) throws SQLException {
    TokenRow cached = cache.tokenOf(subscriber);
    return cached == null ? cached(tokens.findOf(subscriber)) : cached;
  }

  private @Nullable TokenRow cached(@Nullable TokenRow read) {
    if (read != null) {
      cache.put(read);
    }
    return read;
  }

  @Override
  public @Nullable StoredAnswer request(byte[] key) throws SQLException {
    return requests.find(key);
  }

  @Override
  public @Nullable WrappedSeed seed(TokenId token) throws SQLException {
    return seeds.find(token);
  }

  @Override
  public ChainHead chain(String label) throws SQLException {
    return keyChains.find(label);
  }

  @Override
  public Map<String, Long> countSeeds() throws SQLException {
    return seeds.count();
  }

  @Override
  public void write(@Nullable TokenRow before, TokenRow now) throws SQLException {
    if (tokens.write(before, now)) {
      written.add(now);
    }
  }

  @Override
  public void putRequest(byte[] key, byte[] digest, byte[] answer, Instant at) throws SQLException {
    requests.put(key, digest, answer, at);
  }

  @Override
  public void putSeed(TokenId token, @Nullable WrappedSeed seed) throws SQLException {
    if (seed == null) {
      seeds.delete(token);
    } else {
      seeds.put(seed);
    }
  }

  @Override
  public void putChain(String label, ChainHead head) throws SQLException {
    keyChains.put(label, head);
  }

  @Override
  public void putEvent(byte[] id, byte[] entry) throws SQLException {
    events.add(nextPosition, id, entry);
    nextPosition++;
  }

  @Override
  public int forgetEvents(long before, int limit) throws SQLException {
    return events.forget(before, limit);
  }

  @Override
  public CeremonyTable ceremonies() {
    return ceremonies;
  }

  @Override
  public SettingTable settings() {
    return settings;
  }

  @Override
  public void flush() throws SQLException {
    tokens.flush();
    keyChains.flush();
    seeds.flush();
    requests.flush();
    events.flush();
  }

  @Override
  public void commit() throws SQLException {
    flush();
    requests.tidy();
    WriteTransaction.commit(connection);
    requests.committed();
    written.forEach(cache::put);
    written.clear();
  }

  @Override
  public int forgetRequests(Instant before, int limit) throws SQLException {
    return requests.forget(before, limit);
  }

  @Override
  public void probe(Instant now) throws SQLException {
    probe.setLong(1, Micros.of(now));
    probe.executeUpdate();
  }

  @Override
  public void rollback() throws SQLException {
    tokens.clear();
    keyChains.clear();
    requests.rolledBack();
    events.clear();
    seeds.forget();
    written.clear();
    WriteTransaction.rollback(connection);
    nextPosition = events.count();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
