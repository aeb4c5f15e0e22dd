package org.kagiban.store;

import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.kagiban.verification.OverloadedException;
import org.kagiban.verification.UnavailableException;
import org.kagiban.verification.UnavailableException.Part;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads on threads and connections of their own: they see the last commit and do not stop the
 * writer. Thread-safe.
 */
final class Readers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Readers.class);

  private final Engine database;
  private final ThreadPoolExecutor threads;

  /** Open and idle; no more than there are threads. */
  private final BlockingQueue<ReaderSession> sessions = new LinkedBlockingQueue<>();

  /** A question to the database. */
  @FunctionalInterface
  interface Query<T> {
    @Nullable T ask(ReaderSession session) throws SQLException;
  }

  Readers(Engine database, int queueCapacity) {
    this.database = database;
    threads =
        new ThreadPoolExecutor(
            database.readers(),
            database.readers(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queueCapacity),
            Daemons.named("store-reader"));
  }

  <T> CompletableFuture<T> read(Query<T> query) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      threads.execute(() -> read(query, answer));
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(
          threads.isShutdown()
              ? new UnavailableException(Part.STORE_UNAVAILABLE, "the store is closed")
              : new OverloadedException("store"));
    }
    return answer;
  }

  private <T> void read(Query<T> query, CompletableFuture<T> answer) {
    ReaderSession session = sessions.poll();
    boolean rested = session != null;
    @Nullable T result;
    try {
      if (session == null) {
        session = new ReaderSession(database.reader());
      }
      result = query.ask(session);
      sessions.add(session);
    } catch (SQLException e) {
      close(session);
      if (rested && database.kindOf(e) == SqlFailure.UNDONE) {
        // Its connection was lost while it rested.
        read(query, answer);
        return;
      }
      LOG.warn("the store cannot be read: {}", e.toString());
      answer.completeExceptionally(
          new UnavailableException(Part.STORE_UNAVAILABLE, "the store cannot be read", e));
      return;
    } catch (RuntimeException | Error e) {
      close(session);
      answer.completeExceptionally(e);
      return;
    }
    answer.complete(result);
  }

  private static void close(@Nullable ReaderSession session) {
    if (session != null) {
      try {
        session.close();
      } catch (SQLException e) {
        LOG.warn("a reading connection cannot be closed: {}", e.toString());
      }
    }
  }

  /** Answers what waits, then ends. */
  @Override
  public void close() {
    Daemons.stop(threads);
    sessions.forEach(Readers::close);
    sessions.clear();
  }
}
