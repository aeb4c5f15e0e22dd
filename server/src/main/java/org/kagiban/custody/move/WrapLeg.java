package org.kagiban.custody.move;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.SeedMover;
import org.kagiban.custody.SeedMover.Outcome;
import org.kagiban.custody.SeedRows.Move;
import org.kagiban.token.SeedRef;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;

/**
 * From objects in the HSM to rows under a KEK. An object goes only when its row is on disk; one
 * that a crash leaves beside its row is {@link Leftovers}'.
 */
record WrapLeg(MoveRun.Means means, SeedMover mover, String kek) implements Leg<Token> {
  @Override
  public CompletableFuture<List<Token>> page(@Nullable TokenId after, int limit) {
    return means.rows().withoutRow(after, limit);
  }

  @Override
  public Token token(Token seed) {
    return seed;
  }

  @Override
  public CompletableFuture<List<Outcome>> move(List<Token> seeds) {
    return mover.wrap(seeds, kek);
  }

  @Override
  public Move change(Token seed, Outcome.Moved moved) {
    return new Move(seed.id(), null, Objects.requireNonNull(moved.row()));
  }

  @Override
  public void clear(List<Token> moved, List<Move> done) {
    Set<TokenId> inStore = done.stream().map(Move::token).collect(Collectors.toSet());
    List<SeedRef> objects =
        moved.stream()
            .filter(token -> inStore.contains(token.id()))
            .map(token -> Objects.requireNonNull(token.seed()))
            .toList();
    if (!objects.isEmpty()) {
      means.patience().of(() -> mover.destroyObjects(objects));
    }
  }
}
