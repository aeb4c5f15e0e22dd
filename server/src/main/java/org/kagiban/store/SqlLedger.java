package org.kagiban.store;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.log.EventSource;
import org.kagiban.audit.log.SigningTurn;
import org.kagiban.custody.InventoryRows;
import org.kagiban.custody.SeedRows;
import org.kagiban.custody.ceremony.CeremonyLedger;
import org.kagiban.token.Institution;
import org.kagiban.token.Subscriber;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.verification.Answer;
import org.kagiban.verification.Change;
import org.kagiban.verification.KnownSettings;
import org.kagiban.verification.RequestIdentity;
import org.kagiban.verification.TokenLedger;

/**
 * The token ledger in a SQLite file, held by this process alone, or in PostgreSQL, shared by
 * several servers. Thread-safe.
 *
 * <p>Futures of {@link #submit} complete on one thread, in the order of the commits, those of reads
 * on two others; what is chained to them must be quick and must not wait for the store.
 */
public final class SqlLedger implements TokenLedger, AutoCloseable {
  private static final int MOST_LISTED = 1000;

  private final Engine database;
  private final Readers readers;
  private final GroupCommitter committer;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Opens the database; makes or migrates it where needed.
   *
   * @throws StoreRefusedException with a sentence for the operator: another process holds the
   *     database, a newer version wrote it, or it cannot be opened
   */
  public SqlLedger(StoreConfig config, Clock clock) {
    this(config, clock, StoreObserver.NONE);
  }

  /** As the other, with somebody who is told of each transaction. */
  public SqlLedger(StoreConfig config, Clock clock, StoreObserver observer) {
    this(config, clock, System::nanoTime, source -> source, observer);
  }

  /** For tests that inject time, or faults into the writing connections. */
  SqlLedger(StoreConfig config, Clock clock, LongSupplier ticker, Fault fault) {
    this(config, clock, ticker, fault, StoreObserver.NONE);
  }

  private SqlLedger(
      StoreConfig config, Clock clock, LongSupplier ticker, Fault fault, StoreObserver observer) {
    database = Engine.open(config.database());
    try {
      ConnectionSource connections = fault.in(database::writer);
      Writer writer = new Writer(() -> database.session(connections.open()));
      committer = new GroupCommitter(writer, config, clock, ticker, database, observer);
    } catch (SQLException | RuntimeException e) {
      database.close();
      throw new StoreRefusedException("the database " + database + " cannot be used: " + e, e);
    }
    readers = new Readers(database, config.queueCapacity());
    committer.start();
  }

  /** What a test puts between the committer and its connections. */
  interface Fault {
    ConnectionSource in(ConnectionSource connections);
  }

  @Override
  public CompletableFuture<@Nullable Token> find(TokenId id) {
    return readers.read(session -> session.token(id));
  }

  @Override
  public CompletableFuture<List<Token>> findAll(Collection<TokenId> ids) {
    List<TokenId> wanted = List.copyOf(ids);
    return readers.read(session -> session.tokens(wanted));
  }

  @Override
  public CompletableFuture<@Nullable Token> findBySubscriber(Subscriber subscriber) {
    return readers.read(session -> session.tokenOf(subscriber));
  }

  @Override
  public CompletableFuture<List<Token>> list(
      Institution institution, @Nullable TokenId after, int limit) {
    if (limit < 1 || limit > MOST_LISTED) {
      throw new IllegalArgumentException("a page has 1 to " + MOST_LISTED + " tokens");
    }
    return readers.read(session -> session.page(institution, after, limit));
  }

  @Override
  public CompletableFuture<List<Token>> retiredWithSeed(int limit) {
    return readers.read(session -> session.retiredWithSeed(limit));
  }

  @Override
  public CompletableFuture<@Nullable Answer> answered(RequestIdentity request) {
    return committer.submit(batch -> batch.answered(request));
  }

  @Override
  public CompletableFuture<Committed> submit(Change change) {
    return committer.submit(change);
  }

  /** The wrapped seeds in the same database. */
  public SeedRows seeds() {
    return new StoredSeeds(readers, committer);
  }

  /** All that the same database has of tokens and seeds. */
  public InventoryRows inventory() {
    return new StoredInventory(readers);
  }

  /** The settings that the log has told of, in the same database. */
  public KnownSettings settings() {
    return new StoredSettings(readers, committer);
  }

  /** The ceremonies and keys in the same database. */
  public CeremonyLedger ceremonies() {
    return new StoredCeremonies(readers, committer);
  }

  /** Whose turn it is to sign those events; to be closed before the ledger. */
  public SigningTurn turn() {
    return database.turn();
  }

  /** The events in the same database, as the log takes them. */
  public EventSource events() {
    return new StoredEvents(readers, committer);
  }

  /** Completes with the time of the log's last event, null where there is none. */
  public CompletableFuture<@Nullable Instant> latestEventTime() {
    return readers.read(session -> session.events().latestTime());
  }

  /** Completes with the number of events ever committed, which is also the next one's position. */
  public CompletableFuture<Long> eventCount() {
    return readers.read(session -> session.events().count());
  }

  /**
   * Completes with canonical events ({@link org.kagiban.audit.EventEncoding}) in the order of their
   * commit.
   *
   * @param from position of the first, from 0; {@link #events} may have forgotten it: then it fails
   * @param limit most entries, at least 1
   */
  public CompletableFuture<List<byte[]>> readEvents(long from, int limit) {
    return readers.read(session -> session.events().read(from, limit));
  }

  /** Whether the last transaction reached the disk, and none hangs. Costs nothing. */
  public boolean healthy() {
    return committer.healthy();
  }

  /** How many changes wait for a transaction. Costs nothing. */
  public int waiting() {
    return committer.waiting();
  }

  /** Writes a row; completes when it is on disk, exceptionally where that cannot be. */
  public CompletableFuture<Void> ping() {
    return committer.ping();
  }

  /** Commits and answers what waits, refuses the rest as unavailable, and lets the database go. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    committer.close();
    readers.close();
    database.close();
  }
}
