package org.kagiban.custody;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.SeedRef;
import org.kagiban.token.TokenId;
import org.kagiban.token.TokenProfile;
import org.kagiban.verification.WrappedSeed;

/**
 * Key operations of the HSM. No method takes or returns a seed in plaintext (invariant sealed).
 * Thread-safe. Every future may complete exceptionally with {@link
 * org.kagiban.verification.UnavailableException} or {@link
 * org.kagiban.verification.OverloadedException}.
 */
public interface KeyCustody {
  /**
   * The import key's public half, X.509 SubjectPublicKeyInfo, DER.
   *
   * @throws org.kagiban.verification.UnavailableException where there is none yet, or the HSM is
   *     lost
   */
  byte[] importPublicKey();

  /**
   * Unwraps a seed file's transport key, and with it the file's MAC key, into the HSM.
   *
   * @param wrappedTransportKey AES-256 key under the import key, RSAES-OAEP with SHA-1 and
   *     MGF1-SHA-1
   * @param wrappedMacKey 32-byte HMAC-SHA-256 key under the transport key, AES key wrap with
   *     padding (RFC 5649)
   * @return completes exceptionally with {@link KeyRefusedException} where either cannot be
   *     unwrapped: the file was sealed for another HSM, or was changed
   */
  CompletableFuture<TransportKey> openTransport(byte[] wrappedTransportKey, byte[] wrappedMacKey);

  /**
   * Generates a seed of the profile's hash size that only the HSM can use, and wraps it once for a
   * device. A resident seed that stands under the Token ID already, left over from a crash, is
   * destroyed first.
   *
   * @param devicePublicKey X.509 SubjectPublicKeyInfo, DER, RSA of 2048 to 4096 bits
   * @return completes exceptionally with {@link KeyRefusedException} where the key is not usable
   */
  CompletableFuture<GeneratedSeed> generate(
      TokenId token, TokenProfile profile, byte[] devicePublicKey);

  /**
   * Destroys a resident seed and lets go of an unwrapped one; its row is the store's. One that is
   * not there counts as destroyed.
   */
  CompletableFuture<Void> destroy(SeedRef ref);

  /**
   * Derives digits from the HSM's own request key, the same for the same input: HMAC-SHA-256 over
   * {@code input}, in the HSM.
   */
  CompletableFuture<byte[]> requestMac(byte[] input);

  /**
   * A new seed.
   *
   * @param wrapped the seed under the device's key, RSAES-OAEP with SHA-1 and MGF1-SHA-1
   * @param kcv as in {@link org.kagiban.token.Token}
   * @param row the seed for the store, to be committed with its token; null where it is resident
   */
  record GeneratedSeed(byte[] wrapped, byte[] kcv, @Nullable WrappedSeed row) {}
}
