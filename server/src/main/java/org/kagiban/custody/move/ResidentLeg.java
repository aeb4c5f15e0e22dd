package org.kagiban.custody.move;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.SeedMover;
import org.kagiban.custody.SeedMover.Outcome;
import org.kagiban.custody.SeedRows.Move;
import org.kagiban.custody.SeedRows.Stored;
import org.kagiban.token.SeedRef;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;

/**
 * From rows to objects in the HSM. A row goes only when its object stands; where a crash leaves
 * both, the next run finds the row and the object, and deletes the row.
 */
record ResidentLeg(MoveRun.Means means, SeedMover mover, MoveLog log) implements Leg<Stored> {
  @Override
  public CompletableFuture<List<Stored>> page(@Nullable TokenId after, int limit) {
    return means.rows().notUnder(null, after, limit);
  }

  @Override
  public Token token(Stored seed) {
    return seed.token();
  }

  @Override
  public CompletableFuture<List<Outcome>> move(List<Stored> seeds) {
    return mover.keep(seeds);
  }

  @Override
  public Move change(Stored seed, Outcome.Moved moved) {
    return new Move(seed.token().id(), seed.seed(), null);
  }

  /**
   * A token may have been retired while its object was made, and its seed destroyed just before:
   * then the new object goes as well.
   */
  @Override
  public void clear(List<Stored> moved, List<Move> done) {
    Map<TokenId, Token> now =
        MoveRun.tokens(means, moved.stream().map(seed -> seed.token().id()).toList());
    List<TokenId> orphans =
        moved.stream()
            .map(seed -> seed.token().id())
            .filter(id -> !MoveRun.living(now.get(id)))
            .toList();
    if (!orphans.isEmpty()) {
      means.tell(
          EventKind.KEY_DISCARDED,
          orphans.stream()
              .map(id -> log.discarded(id, "its token was retired meanwhile"))
              .toList());
      List<SeedRef> objects = orphans.stream().map(id -> new SeedRef(id.value())).toList();
      means.patience().of(() -> mover.destroyObjects(objects));
    }
  }
}
