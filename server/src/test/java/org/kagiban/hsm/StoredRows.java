package org.kagiban.hsm;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.SeedRows;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.verification.WrappedSeed;

/**
 * Rows that a test can swap and damage; it only finds, on a thread of its own as the store does.
 */
final class StoredRows implements SeedRows {
  /** One thread for all: with two processors the JDK's own pool starts a thread for each answer. */
  private static final Executor READER =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "stored-rows");
            thread.setDaemon(true);
            return thread;
          });

  final Map<TokenId, WrappedSeed> rows = new ConcurrentHashMap<>();
  final AtomicInteger asked = new AtomicInteger();

  /** Answers come after this, and fail as it does. */
  volatile CompletableFuture<Void> gate = CompletableFuture.allOf();

  @Override
  public CompletableFuture<@Nullable WrappedSeed> find(TokenId token) {
    asked.incrementAndGet();
    return gate.thenApplyAsync(open -> rows.get(token), READER);
  }

  @Override
  public CompletableFuture<List<Stored>> notUnder(
      @Nullable String kek, @Nullable TokenId after, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<List<Token>> withoutRow(@Nullable TokenId after, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Map<String, Long>> count() {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Long> countWithoutRow() {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<List<Move>> replace(List<Move> moves, Log log) {
    throw new UnsupportedOperationException();
  }
}
