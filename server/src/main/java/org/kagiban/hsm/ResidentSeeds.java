package org.kagiban.hsm;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.kagiban.otp.Hmac;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.SeedRef;

/**
 * HMACs over seeds that are the partition's own objects, by reference: to measure and to test them
 * by themselves. Tokens are served by {@link HsmSeeds}.
 */
public final class ResidentSeeds {
  private final HsmWorkers workers;

  public ResidentSeeds(HsmWorkers workers) {
    this.workers = workers;
  }

  /** As {@link HsmSeeds#with}; a seed that is not in the partition is not looked for elsewhere. */
  public <T> CompletableFuture<T> with(
      SeedRef seed, HashAlgorithm algorithm, Function<Hmac, T> job) {
    return workers.submit(
        session -> {
          long handle = session.generation().seeds().get(seed);
          return job.apply(session.hmac(algorithm, handle));
        });
  }

  /** The same with several seeds, by one job. */
  public <T> CompletableFuture<T> with(
      List<SeedRef> refs, HashAlgorithm algorithm, Function<List<Hmac>, T> job) {
    return workers.submit(
        session ->
            job.apply(
                refs.stream()
                    .map(ref -> session.hmac(algorithm, session.generation().seeds().get(ref)))
                    .toList()));
  }
}
