package org.kagiban.hsm;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.kagiban.otp.Hmac;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.verification.WrappedSeed;

/**
 * Stored seeds, unwrapped by their rows alone and held as session objects: to measure and to test
 * what the HSM does for them by itself. Tokens are served by {@link HsmSeeds}, which also asks
 * whose a row is. What is held goes with the workers' sessions. Thread-safe.
 */
public final class HeldSeeds {
  private final HsmWorkers workers;
  private final List<Long> handles;

  private HeldSeeds(HsmWorkers workers, List<Long> handles) {
    this.workers = workers;
    this.handles = handles;
  }

  /** Unwraps all; fails as {@link HsmWorkers#submit}. */
  public static CompletableFuture<HeldSeeds> unwrap(HsmWorkers workers, List<WrappedSeed> rows) {
    return new Bulk<WrappedSeed, Long>(workers, HeldSeeds::unwrap)
        .run(rows)
        .thenApply(handles -> new HeldSeeds(workers, handles));
  }

  /** Unwraps each and destroys what came of it, one after the other on one worker. */
  public static CompletableFuture<Integer> unwrapAndDestroy(
      HsmWorkers workers, List<WrappedSeed> rows) {
    return workers.submit(
        session -> {
          rows.forEach(row -> session.destroy(unwrap(session, row)));
          return rows.size();
        });
  }

  private static long unwrap(HsmSession session, WrappedSeed row) {
    return StoredSeeds.unwrapOwn(session, session, row, session.generation().seedLock().used());
  }

  /** As {@link ResidentSeeds#with(List, HashAlgorithm, Function)}, by places of the rows. */
  public <T> CompletableFuture<T> with(
      List<Integer> places, HashAlgorithm algorithm, Function<List<Hmac>, T> job) {
    return workers.submit(
        session ->
            job.apply(
                places.stream()
                    .map(place -> session.hmac(algorithm, handles.get(place)))
                    .toList()));
  }
}
