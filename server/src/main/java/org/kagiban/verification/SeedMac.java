package org.kagiban.verification;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.kagiban.otp.Hmac;
import org.kagiban.token.Token;

/**
 * HMACs over seeds, computed by the HSM and nowhere else (invariant hsm-computes). Thread-safe.
 *
 * <p>A job runs on one of the HSM's own workers, with the seed at hand, and may compute several
 * HMACs. It must not block on anything else. Where the seed is moved meanwhile, the job is run
 * again from its beginning.
 */
public interface SeedMac {
  /**
   * Runs a job with the HMAC of a token's seed.
   *
   * @param token one with a seed; its profile must be the one that the seed was bound to
   * @return completes with the job's result on a worker; or exceptionally with {@link
   *     UnavailableException} where the HSM does not answer in time, is lost or does not hold the
   *     seed, or holds one that does not belong to the token, and {@link OverloadedException} where
   *     its queue is full. Either way the caller may try again: an HMAC changes nothing.
   */
  <T> CompletableFuture<T> with(Token token, Function<Hmac, T> job);
}
