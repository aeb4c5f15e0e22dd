package org.kagiban.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.kagiban.audit.log.EventSource;

/** The committed events, for the log. Thread-safe. */
final class StoredEvents implements EventSource {
  /** Rows in one transaction, which is shared with changes: few, so that those hardly wait. */
  private static final int CHUNK = 1000;

  /** So that whoever calls is back soon, though millions may have to go. */
  private static final int MOST_CHUNKS = 32;

  private static final long PATIENCE_SECONDS = 30;

  private final Readers readers;
  private final GroupCommitter committer;

  StoredEvents(Readers readers, GroupCommitter committer) {
    this.readers = readers;
    this.committer = committer;
  }

  @Override
  public long size() throws IOException {
    return await(readers.read(session -> session.events().count()));
  }

  @Override
  public long first() throws IOException {
    return await(readers.read(session -> session.events().first()));
  }

  @Override
  public List<byte[]> read(long from, int limit) throws IOException {
    if (from < 0 || limit < 1) {
      throw new IllegalArgumentException("no events " + from + ", " + limit + " of them");
    }
    return await(readers.read(session -> session.events().read(from, limit)));
  }

  @Override
  public void forget(long before) throws IOException {
    for (int i = 0; i < MOST_CHUNKS; i++) {
      int gone = await(committer.submit(batch -> batch.forgetEvents(before, CHUNK)));
      if (gone < CHUNK) {
        return;
      }
    }
  }

  private static <T> T await(CompletableFuture<T> future) throws IOException {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw new IOException("the events cannot be had: " + cause.getMessage(), cause);
    } catch (TimeoutException e) {
      throw new IOException("the store does not answer for " + PATIENCE_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the store");
    }
  }
}
