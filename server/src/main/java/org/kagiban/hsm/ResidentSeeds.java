package org.kagiban.hsm;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.kagiban.otp.Hmac;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.SeedRef;
import org.kagiban.token.Token;
import org.kagiban.verification.SeedMac;

/** HMACs over seeds that are the partition's own objects, found once and used by handle. */
public final class ResidentSeeds implements SeedMac {
  private final HsmWorkers workers;

  public ResidentSeeds(HsmWorkers workers) {
    this.workers = workers;
  }

  @Override
  public <T> CompletableFuture<T> with(Token token, Function<Hmac, T> job) {
    SeedRef seed = token.seed();
    return seed == null
        ? CompletableFuture.failedFuture(new IllegalArgumentException("a token without a seed"))
        : with(seed, token.profile().algorithm(), job);
  }

  /** As the other, for a seed by its reference. */
  public <T> CompletableFuture<T> with(
      SeedRef seed, HashAlgorithm algorithm, Function<Hmac, T> job) {
    return workers.submit(
        session -> {
          long handle = session.generation().seeds().get(seed);
          return job.apply(message -> session.hmac(algorithm, handle, message));
        });
  }
}
