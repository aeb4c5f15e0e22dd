package org.kagiban.hsm;

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
          return job.apply(message -> session.hmac(algorithm, handle, message));
        });
  }
}
