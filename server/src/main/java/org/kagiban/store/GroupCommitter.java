package org.kagiban.store;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.kagiban.verification.Change;
import org.kagiban.verification.TokenLedger.Committed;

/**
 * The one thread that writes: takes all changes that wait, decides and commits them in one
 * transaction, and has their callers told. While one transaction goes to disk, or waits for another
 * server's, the next changes gather, so batches grow with the load. Thread-safe.
 */
final class GroupCommitter implements AutoCloseable {
  /** Longest sleep, so that a broken store is tried again. */
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** {@link #busySince} between batches. */
  private static final long NOT_BUSY = Long.MIN_VALUE;

  /** Learns whether the store can be written. */
  private static final Work<Void> PROBE =
      batch -> {
        batch.probe();
        return null;
      };

  private final Writer writer;
  private final StoreConfig config;
  private final LongSupplier ticker;
  private final Engine engine;
  private final StoreObserver observer;
  private final Intake intake;
  private final Transactions transactions;
  private final RequestPruner pruner;
  private final Completer completer = new Completer();
  private final Thread thread = Daemons.thread("store-committer", this::run);
  private volatile long busySince = NOT_BUSY;

  /**
   * @param writer the committer's own from now on
   * @param ticker nanoseconds from any origin, for waiting times
   * @param engine the database
   * @param observer told of each transaction
   */
  GroupCommitter(
      Writer writer,
      StoreConfig config,
      Clock clock,
      LongSupplier ticker,
      Engine engine,
      StoreObserver observer) {
    this.writer = writer;
    this.config = config;
    this.ticker = ticker;
    this.engine = engine;
    this.observer = observer;
    intake = new Intake(config.queueCapacity());
    transactions = new Transactions(writer, engine::kindOf, config.waitLimit(), clock, ticker);
    pruner = new RequestPruner(config.requestRetention(), clock, ticker);
  }

  void start() {
    thread.start();
  }

  CompletableFuture<Committed> submit(Change change) {
    return submit(new ChangeWork(change));
  }

  <T> CompletableFuture<T> submit(Work<T> work) {
    Pending<T> pending = new Pending<>(work, ticker.getAsLong());
    intake.offer(pending);
    return pending.future;
  }

  /** Completes when a row was written and is on disk; exceptionally where that cannot be. */
  CompletableFuture<Void> ping() {
    return submit(PROBE);
  }

  /** How many changes wait for a transaction. */
  int waiting() {
    return intake.size();
  }

  /** Whether the last transaction reached the disk, and none hangs. */
  boolean healthy() {
    long since = busySince;
    boolean hangs = since != NOT_BUSY && ticker.getAsLong() - since > config.waitLimit().toNanos();
    return writer.works() && !hangs && !intake.closed();
  }

  private void run() {
    while (!intake.ended()) {
      List<Pending<?>> batch = new ArrayList<>();
      intake.take(batch, config.batchSize(), idleNanos());
      if (batch.isEmpty() && !writer.works()) {
        batch.add(new Pending<>(PROBE, ticker.getAsLong()));
      }
      if (!batch.isEmpty()) {
        commit(batch);
      }
      prune();
    }
  }

  private long idleNanos() {
    return writer.works() ? Math.min(IDLE_NANOS, pruner.waitNanos()) : IDLE_NANOS;
  }

  private void commit(List<Pending<?>> batch) {
    long start = ticker.getAsLong();
    busySince = start;
    engine.write(
        () -> transactions.run(batch, gathered -> intake.join(gathered, config.batchSize())));
    busySince = NOT_BUSY;
    observer.ended(batch.size(), ticker.getAsLong() - start);
    completer.complete(batch);
  }

  private void prune() {
    if (!writer.works() || pruner.waitNanos() > 0) {
      return;
    }
    engine.write(
        () -> {
          try {
            pruner.prune(writer.session());
          } catch (SQLException | RuntimeException e) {
            writer.failed(e);
          }
        });
  }

  /** Commits what waits, tells its callers, and ends. */
  @Override
  public void close() {
    intake.close(new Pending<>(PROBE, ticker.getAsLong()));
    Daemons.join(thread);
    completer.close();
    writer.close();
  }
}
