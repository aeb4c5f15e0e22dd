package org.kagiban.custody.ceremony;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What ceremonies ask of the partition in the server, with the user's PIN. Each key that is made
 * carries the ceremony's id; one of the same label and id that is there already is taken as made,
 * so that a ceremony that was cut off can be run again. Thread-safe. Futures as in {@link
 * org.kagiban.custody.KeyCustody}, and {@link org.kagiban.custody.KeyRefusedException} where a key
 * of that label and another id stands there, or the HSM made one weaker than asked.
 */
public interface CeremonyHsm {
  /** Makes the request key and the binding key, where missing. */
  CompletableFuture<List<KeyFacts>> makePartitionKeys(CeremonyId by);

  /** Makes the import key, RSA-3072. */
  CompletableFuture<KeyFacts> makeImportKey(CeremonyId by);

  /** Makes the key that signs checkpoints, Ed25519. */
  CompletableFuture<KeyFacts> makeCheckpointKey(CeremonyId by);

  /**
   * Takes in a vendor's transport key.
   *
   * @param wrapped AES key under the import key, RSAES-OAEP with SHA-1 and MGF1-SHA-1
   */
  CompletableFuture<KeyFacts> takeTransportKey(CeremonyId by, String label, byte[] wrapped);

  /** Looks at a key; fails with {@link org.kagiban.custody.KeyRefusedException} where missing. */
  CompletableFuture<KeyFacts> facts(String label);

  /**
   * Finds a KEK that the security officer made, and refuses one that is weaker than it must be.
   * Afterwards it can be used.
   */
  CompletableFuture<KeyFacts> adoptKek(String label);

  /**
   * As {@link #adoptKek}, of every partition of a pool: before rows go under it. Refused where one
   * of them lacks it or has another.
   */
  default CompletableFuture<KeyFacts> adoptKekOfAll(String label) {
    return adoptKek(label);
  }

  /**
   * The same of another partition of the pool, to look at its keys; this where there is none of
   * that label.
   */
  default CeremonyHsm at(String partition) {
    return this;
  }

  /**
   * Destroys a key, both halves of a pair, in every partition of a pool. One that is not there
   * counts as destroyed.
   */
  CompletableFuture<Void> destroy(String label);
}
