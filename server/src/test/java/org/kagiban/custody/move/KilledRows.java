package org.kagiban.custody.move;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.SeedRows;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.verification.WrappedSeed;

/** The store's rows, where a process can be killed before and after each change. */
final class KilledRows implements SeedRows {
  private final SeedRows rows;
  private final Steps steps;

  KilledRows(SeedRows rows, Steps steps) {
    this.rows = rows;
    this.steps = steps;
  }

  @Override
  public CompletableFuture<List<Move>> replace(List<Move> moves, Log log) {
    steps.pass();
    List<Move> done = rows.replace(moves, log).join();
    steps.pass();
    return CompletableFuture.completedFuture(done);
  }

  @Override
  public CompletableFuture<@Nullable WrappedSeed> find(TokenId token) {
    return rows.find(token);
  }

  @Override
  public CompletableFuture<List<Stored>> notUnder(
      @Nullable String kek, @Nullable TokenId after, int limit) {
    return rows.notUnder(kek, after, limit);
  }

  @Override
  public CompletableFuture<List<Token>> withoutRow(@Nullable TokenId after, int limit) {
    return rows.withoutRow(after, limit);
  }

  @Override
  public CompletableFuture<Map<String, Long>> count() {
    return rows.count();
  }

  @Override
  public CompletableFuture<Long> countWithoutRow() {
    return rows.countWithoutRow();
  }
}
