package org.kagiban.custody.move;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.SeedMover.Outcome;
import org.kagiban.custody.SeedRows.Move;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;

/**
 * One way that seeds move: HSM first, then the row with its event, then what is left behind. Each
 * step may come again for the same seed, after a crash between any two.
 *
 * @param <S> a seed where it is now
 */
interface Leg<S> {
  /** Seeds that are to move, by Token ID. */
  CompletableFuture<List<S>> page(@Nullable TokenId after, int limit);

  Token token(S seed);

  /** Moves them inside the HSM: one outcome for each, in order. */
  CompletableFuture<List<Outcome>> move(List<S> seeds);

  /** What becomes of the row. */
  Move change(S seed, Outcome.Moved moved);

  /**
   * Clears up in the HSM once the rows are changed. Blocks.
   *
   * @param moved those that the HSM has moved
   * @param done those whose row was changed
   */
  void clear(List<S> moved, List<Move> done);
}
