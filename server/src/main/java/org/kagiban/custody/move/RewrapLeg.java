package org.kagiban.custody.move;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.SeedMover;
import org.kagiban.custody.SeedMover.Outcome;
import org.kagiban.custody.SeedRows;
import org.kagiban.custody.SeedRows.Move;
import org.kagiban.custody.SeedRows.Stored;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;

/** From any KEK to one. Nothing is left behind: the row is all there is. */
record RewrapLeg(SeedRows rows, SeedMover mover, String kek) implements Leg<Stored> {
  @Override
  public CompletableFuture<List<Stored>> page(@Nullable TokenId after, int limit) {
    return rows.notUnder(kek, after, limit);
  }

  @Override
  public Token token(Stored seed) {
    return seed.token();
  }

  @Override
  public CompletableFuture<List<Outcome>> move(List<Stored> seeds) {
    return mover.rewrap(seeds, kek);
  }

  @Override
  public Move change(Stored seed, Outcome.Moved moved) {
    return new Move(seed.token().id(), seed.seed(), moved.row());
  }

  @Override
  public void clear(List<Stored> moved, List<Move> done) {
    // Nothing: a handle of the same seed in the HSM stays good.
  }
}
