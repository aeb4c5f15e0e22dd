package org.kagiban.hsm;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.SeedMover;
import org.kagiban.custody.SeedRows.Stored;
import org.kagiban.token.SeedRef;
import org.kagiban.token.Token;

/** Moves seeds in bulk jobs, which verifications pass. */
public final class HsmSeedMover implements SeedMover {
  private final HsmWorkers workers;
  private final Function<SeedRef, CompletableFuture<Void>> elsewhere;

  /** Of one partition. */
  public HsmSeedMover(HsmWorkers workers) {
    this(workers, ref -> CompletableFuture.completedFuture(null));
  }

  /** Of a pool: seeds are moved in its home, and what is destroyed is destroyed everywhere. */
  public HsmSeedMover(HsmPool pool) {
    this(pool.workers(), pool::destroyElsewhere);
  }

  private HsmSeedMover(HsmWorkers workers, Function<SeedRef, CompletableFuture<Void>> elsewhere) {
    this.workers = workers;
    this.elsewhere = elsewhere;
  }

  @Override
  public CompletableFuture<List<Outcome>> wrap(List<Token> tokens, String kek) {
    return each(tokens, (session, token) -> SeedMove.of(session, token).fromObject(kek));
  }

  @Override
  public CompletableFuture<List<Outcome>> rewrap(List<Stored> seeds, String kek) {
    return each(
        seeds, (session, stored) -> SeedMove.of(session, stored.token()).toRow(stored.seed(), kek));
  }

  @Override
  public CompletableFuture<List<Outcome>> keep(List<Stored> seeds) {
    return each(
        seeds, (session, stored) -> SeedMove.of(session, stored.token()).toObject(stored.seed()));
  }

  private <I> CompletableFuture<List<Outcome>> each(
      List<I> inputs, BiFunction<HsmSession, I, Outcome> move) {
    return new Bulk<I, Outcome>(workers, move).run(inputs);
  }

  @Override
  @SuppressWarnings("NullAway") // a CompletableFuture<Void> holds nothing but null
  public CompletableFuture<Void> destroyObjects(List<SeedRef> seeds) {
    return new Bulk<SeedRef, Boolean>(
            workers,
            (session, ref) -> {
              SeedObjects.destroyLeftover(session, ref);
              return true;
            })
        .run(seeds)
        .thenCompose(
            done ->
                CompletableFuture.allOf(
                    seeds.stream().map(elsewhere).toArray(CompletableFuture[]::new)));
  }

  @Override
  public long objects() {
    return workers.partition().generation().seeds().size();
  }

  @Override
  public List<SeedRef> objects(@Nullable SeedRef after, int limit) {
    return workers.partition().generation().seeds().page(after, limit);
  }
}
