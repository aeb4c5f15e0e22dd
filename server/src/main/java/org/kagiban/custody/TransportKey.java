package org.kagiban.custody;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.SeedRef;

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
   * Keeps seeds in the HSM, each under its reference, as {@link #check} does otherwise. A seed that
   * stands under a reference already, left over from a crash, is destroyed first: the caller has
   * made sure that no token uses it.
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
      SeedRef ref, HashAlgorithm algorithm, byte[] wrapped, byte[] boundData, byte[] bindingMac) {}

  /** What became of one seed. */
  sealed interface Outcome {
    /**
     * @param kcv as in {@link org.kagiban.token.Token}
     */
    record Good(byte[] kcv) implements Outcome {}

    /**
     * @param reason BINDING_MAC_WRONG, SEED_UNREADABLE or SEED_TOO_SHORT
     */
    record Bad(String reason, String message) implements Outcome {}
  }
}
