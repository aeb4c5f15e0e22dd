package org.kagiban.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves committed pages from the WAL into the database file, on a thread of its own: on the
 * committer's it would hold up whole batches. Seldom, so that a page that was written many times is
 * moved once.
 *
 * <p>A PASSIVE checkpoint copies without stopping anybody, but the WAL goes on growing while
 * somebody writes. So a RESTART follows, which copies the short rest with the writer held off; then
 * the WAL's file is written from its beginning again, which needs no new blocks. For that moment it
 * takes its turn in a fair lock: SQLite's own is polled, and a busy writer always wins it.
 */
final class Checkpointer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

  private static final int INTERVAL_MILLIS = 100;

  /** Pages in the WAL, 4 KiB each, from which it is started anew. */
  private static final int LONG_WAL = 16_000;

  private final Connection connection;
  private final Lock writing = new ReentrantLock(true);
  private final ScheduledExecutorService thread;
  private final AtomicBoolean grown = new AtomicBoolean();

  Checkpointer(Connection connection) {
    this.connection = connection;
    thread = Executors.newSingleThreadScheduledExecutor(Daemons.named("store-checkpointer"));
    Future<?> unused =
        thread.scheduleWithFixedDelay(
            this::tick, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  void committed() {
    grown.lazySet(true);
  }

  private void tick() {
    if (!grown.getAndSet(false)) {
      return;
    }
    try {
      if (checkpoint("NOOP") > LONG_WAL) {
        checkpoint("PASSIVE");
        restart();
      }
    } catch (SQLException | RuntimeException e) {
      // Nothing is lost: the WAL holds it all. A broken disk shows in the committer too.
      LOG.warn("checkpoint failed, next try in {} ms: {}", INTERVAL_MILLIS, e.toString());
      grown.set(true);
    }
  }

  private void restart() throws SQLException {
    writing.lock();
    try {
      checkpoint("RESTART");
    } finally {
      writing.unlock();
    }
  }

  /** Held by whoever writes, for one transaction. */
  Lock writing() {
    return writing;
  }

  /** Returns how many pages the WAL holds, checkpointed or not. */
  private int checkpoint(String mode) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA wal_checkpoint(" + mode + ")")) {
      result.next();
      return result.getInt(2);
    }
  }

  /** Leaves a database without a WAL, where no other connection is open. */
  @Override
  public void close() {
    Daemons.stop(thread);
    try {
      checkpoint("TRUNCATE");
      connection.close();
    } catch (SQLException e) {
      LOG.warn("last checkpoint failed; the next start repeats it: {}", e.toString());
    }
  }
}
