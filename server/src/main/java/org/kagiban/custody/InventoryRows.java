package org.kagiban.custody;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;

/**
 * All that the store has of tokens and seeds, whatever the institution. Thread-safe; futures as in
 * {@link org.kagiban.verification.TokenLedger}.
 */
public interface InventoryRows {
  /** How many tokens there are. */
  CompletableFuture<Long> countTokens();

  /**
   * Tokens by id, with or without a seed.
   *
   * @param after the last id of the page before, null for the first page
   * @param limit 1 to 1000
   */
  CompletableFuture<List<Token>> tokens(@Nullable TokenId after, int limit);

  /** Seeds whose token is not there, by Token ID; parameters as in {@link #tokens}. */
  CompletableFuture<List<Orphan>> orphans(@Nullable String after, int limit);

  /**
   * A seed without a token.
   *
   * @param token whose it says it is
   */
  record Orphan(String token, String kek) {}
}
