package org.kagiban.custody;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.verification.WrappedSeed;

/**
 * The seeds that rest in the store. Rows of new tokens come with {@link
 * org.kagiban.verification.Decision#seeds}; here they are read and moved. Thread-safe; futures as
 * in {@link org.kagiban.verification.TokenLedger}.
 */
public interface SeedRows {
  /** A token's row, null where it has none. */
  CompletableFuture<@Nullable WrappedSeed> find(TokenId token);

  /**
   * Tokens with a row that is not under {@code kek}, by Token ID.
   *
   * @param kek label; null for rows under any
   * @param after the last id of the page before, null for the first page
   * @param limit 1 to 1000
   */
  CompletableFuture<List<Stored>> notUnder(
      @Nullable String kek, @Nullable TokenId after, int limit);

  /** Tokens with a seed and without a row, by Token ID; parameters as in {@link #notUnder}. */
  CompletableFuture<List<Token>> withoutRow(@Nullable TokenId after, int limit);

  /** How many rows there are under each KEK. */
  CompletableFuture<Map<String, Long>> count();

  /** How many tokens have a seed and no row. */
  CompletableFuture<Long> countWithoutRow();

  /**
   * Replaces rows, each only where it is still what the caller saw and the token still has a seed,
   * together with the events of those that were: on disk before the future completes, or nothing
   * is.
   *
   * @param log makes the events of the moves that take effect, at least one; called in the
   *     transaction, pure; not called where none does
   * @return those that took effect
   */
  CompletableFuture<List<Move>> replace(List<Move> moves, Log log);

  /** A token and its row. */
  record Stored(Token token, WrappedSeed seed) {}

  /**
   * One row's change.
   *
   * @param before null where there was no row
   * @param after null where there shall be none
   */
  record Move(TokenId token, @Nullable WrappedSeed before, @Nullable WrappedSeed after) {}

  /** Events for moves. */
  @FunctionalInterface
  interface Log {
    List<AuditEvent> of(List<Move> done);
  }
}
