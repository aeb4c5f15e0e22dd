package org.kagiban.custody;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.TokenId;
import org.kagiban.token.TokenProfile;
import org.kagiban.verification.WrappedSeed;

/**
 * A seed file's keys, inside the HSM until {@link #close}. Thread-safe. Futures as in {@link
 * KeyCustody}.
 */
public interface TransportKey extends AutoCloseable {
  /**
   * Checks seeds without keeping them: for each, its binding MAC, then unwraps it, computes its key
   * check value and lets it go.
   *
   * @return one outcome for each seed, in order; a damaged one spoils no other
   */
  CompletableFuture<List<Outcome>> check(List<SealedSeed> seeds);

  /**
   * As {@link #check}, and keeps the seeds: as objects in the HSM, or as rows for the store, as the
   * HSM is configured. A resident seed that stands under a Token ID already, left over from a
   * crash, is destroyed first: the caller has made sure that no token uses it.
   */
  CompletableFuture<List<Outcome>> keep(List<SealedSeed> seeds);

  /** Destroys both keys in the HSM. */
  @Override
  void close();

  /**
   * One seed as the file holds it.
   *
   * @param wrapped under the transport key, AES key wrap with padding (RFC 5649)
   * @param boundData what {@code bindingMac} covers
   * @param bindingMac HMAC-SHA-256 under the file's MAC key, 32 bytes
   */
  record SealedSeed(
      TokenId token, TokenProfile profile, byte[] wrapped, byte[] boundData, byte[] bindingMac) {}

  /** What became of one seed. */
  sealed interface Outcome {
    /**
     * @param kcv as in {@link org.kagiban.token.Token}
     * @param row the seed for the store, to be committed with its token; null where it was only
     *     checked or is resident
     */
    record Good(byte[] kcv, @Nullable WrappedSeed row) implements Outcome {}

    /**
     * @param reason BINDING_MAC_WRONG, SEED_UNREADABLE or SEED_TOO_SHORT
     */
    record Bad(String reason, String message) implements Outcome {}
  }
}
