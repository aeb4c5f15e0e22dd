package org.kagiban.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Subscriber;
import org.kagiban.token.TokenId;
import org.kagiban.verification.WrappedSeed;

/**
 * The committer's connection to PostgreSQL. A transaction is three round trips, whatever is in it:
 * take the turn and read, write, commit; five where it has to wait for its turn. Nothing is
 * remembered from one to the next, since other servers write in between. Of one thread.
 */
final class PostgresSession implements WriterSession {
  private static final String FORGET =
      "DELETE FROM request WHERE request_key IN (SELECT request_key FROM request"
          + " WHERE created_at < ? ORDER BY created_at LIMIT ?)";

  private final Connection connection;
  private final PostgresReads reads;
  private final PostgresWrites writes;
  private final KeyChainTable keyChains;
  private final EventTable events;
  private final SeedTable seeds;
  private final CeremonyTable ceremonies;
  private final SettingTable settings;
  private long nextPosition;

  /**
   * @param connection whose transactions begin by themselves
   */
  PostgresSession(Connection connection) throws SQLException {
    this.connection = connection;
    reads = new PostgresReads(connection);
    writes = new PostgresWrites(connection);
    keyChains = new KeyChainTable(connection);
    events = new EventTable(connection);
    seeds = new SeedTable(connection);
    ceremonies = new CeremonyTable(connection);
    settings = new SettingTable(connection);
  }

  @Override
  public void begin(Supplier<Needs> needs) throws SQLException {
    reads.begin(needs);
    nextPosition = reads.nextPosition();
  }

  @Override
  public @Nullable TokenRow token(TokenId id) throws SQLException {
    return reads.token(id);
  }

  @Override
  public @Nullable TokenRow tokenOf(Subscriber subscriber) throws SQLException {
    return reads.tokenOf(subscriber);
  }

  @Override
  public @Nullable StoredAnswer request(byte[] key) throws SQLException {
    return reads.request(key);
  }

  @Override
  public @Nullable WrappedSeed seed(TokenId token) throws SQLException {
    return reads.seed(token);
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
  public CeremonyTable ceremonies() {
    return ceremonies;
  }

  @Override
  public SettingTable settings() {
    return settings;
  }

  @Override
  public void write(@Nullable TokenRow before, TokenRow now) throws SQLException {
    boolean unused = writes.write(before, now);
  }

  @Override
  public void putRequest(byte[] key, byte[] digest, byte[] answer, Instant at) {
    writes.request(key, digest, answer, Micros.of(at));
  }

  @Override
  public void putSeed(TokenId token, @Nullable WrappedSeed seed) {
    writes.seed(token, seed);
  }

  @Override
  public void putChain(String label, ChainHead head) {
    writes.chain(label, head);
  }

  @Override
  public void putEvent(byte[] id, byte[] entry) {
    writes.event(nextPosition, id, entry);
    nextPosition++;
  }

  @Override
  public int forgetEvents(long before, int limit) throws SQLException {
    return events.forget(before, limit);
  }

  @Override
  public void probe(Instant now) throws SQLException {
    try (PreparedStatement probe =
        connection.prepareStatement("UPDATE probe SET probed_at = ? WHERE id = 1")) {
      probe.setLong(1, Micros.of(now));
      probe.executeUpdate();
    }
  }

  @Override
  public void flush() throws SQLException {
    writes.flush();
  }

  @Override
  public void commit() throws SQLException {
    flush();
    try {
      connection.commit();
    } catch (SQLException e) {
      throw new CommitFailedException(e);
    }
  }

  @Override
  public void rollback() throws SQLException {
    writes.clear();
    connection.rollback();
  }

  @Override
  public int forgetRequests(Instant before, int limit) throws SQLException {
    begin(Needs::new);
    try (PreparedStatement forget = connection.prepareStatement(FORGET)) {
      forget.setLong(1, Micros.of(before));
      forget.setInt(2, limit);
      int forgotten = forget.executeUpdate();
      commit();
      return forgotten;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
