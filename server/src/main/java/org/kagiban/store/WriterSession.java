package org.kagiban.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Subscriber;
import org.kagiban.token.TokenId;
import org.kagiban.verification.WrappedSeed;

/**
 * The committer's connection, as one kind of database has it. What is read is as it was when the
 * transaction began, with what {@link #flush} has executed since. Of one thread.
 */
interface WriterSession extends AutoCloseable {
  /**
   * Begins a transaction, which everything else but {@link #forgetRequests} is part of; from here
   * on nobody else writes until it ends.
   *
   * @param needs the rows that will be asked for, to be read at once where a question costs a round
   *     trip; others may be asked for too. Asked once more where the transaction had to wait for
   *     another server's: what has come meanwhile may join it
   */
  void begin(Supplier<Needs> needs) throws SQLException;

  @Nullable TokenRow token(TokenId id) throws SQLException;

  @Nullable TokenRow tokenOf(Subscriber subscriber) throws SQLException;

  @Nullable StoredAnswer request(byte[] key) throws SQLException;

  @Nullable WrappedSeed seed(TokenId token) throws SQLException;

  /** Where a key's chain stands, by its label. */
  ChainHead chain(String label) throws SQLException;

  /** How many seeds there are under each KEK. */
  Map<String, Long> countSeeds() throws SQLException;

  /** Reads and writes at once: {@link #flush} first. */
  CeremonyTable ceremonies();

  /** Reads and writes at once. */
  SettingTable settings();

  /** Adds the difference between two versions of a row, if any. */
  void write(@Nullable TokenRow before, TokenRow now) throws SQLException;

  void putRequest(byte[] key, byte[] digest, byte[] answer, Instant at) throws SQLException;

  /**
   * @param seed null where the row goes
   */
  void putSeed(TokenId token, @Nullable WrappedSeed seed) throws SQLException;

  void putChain(String label, ChainHead head) throws SQLException;

  /** Gives the event the next place in the log. */
  void putEvent(byte[] id, byte[] entry) throws SQLException;

  /** Deletes the oldest events, never the last one, at once; returns how many went. */
  int forgetEvents(long before, int limit) throws SQLException;

  /** Writes one row within the transaction, to learn whether that is possible. */
  void probe(Instant now) throws SQLException;

  /** Executes what was added, so that statements see it. */
  void flush() throws SQLException;

  /** Commits what was added since the beginning; on disk when it returns. */
  void commit() throws SQLException;

  /** Drops what was added since the beginning. */
  void rollback() throws SQLException;

  /**
   * Forgets some of the older requests for good, so many at most, and in SQLite at most twice as
   * many; returns the limit where there are more.
   */
  int forgetRequests(Instant before, int limit) throws SQLException;

  @Override
  void close() throws SQLException;
}
