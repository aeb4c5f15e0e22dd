package org.kagiban.store;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.SeedRows;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.verification.WrappedSeed;

/** The seeds in the store. Thread-safe. */
final class StoredSeeds implements SeedRows {
  private final Readers readers;
  private final GroupCommitter committer;

  StoredSeeds(Readers readers, GroupCommitter committer) {
    this.readers = readers;
    this.committer = committer;
  }

  @Override
  public CompletableFuture<@Nullable WrappedSeed> find(TokenId token) {
    return readers.read(session -> session.seeds().find(token));
  }

  @Override
  public CompletableFuture<List<Stored>> notUnder(
      @Nullable String kek, @Nullable TokenId after, int limit) {
    return readers.read(session -> session.seeds().notUnder(kek, after, limit));
  }

  @Override
  public CompletableFuture<List<Token>> withoutRow(@Nullable TokenId after, int limit) {
    return readers.read(session -> session.seeds().withoutRow(after, limit));
  }

  @Override
  public CompletableFuture<Map<String, Long>> count() {
    return readers.read(session -> session.seeds().count());
  }

  @Override
  public CompletableFuture<Long> countWithoutRow() {
    return readers.read(session -> session.seeds().countWithoutRow());
  }

  @Override
  public CompletableFuture<List<Move>> replace(List<Move> moves, Log log) {
    return committer.submit(new MoveWork(List.copyOf(moves), log));
  }
}
