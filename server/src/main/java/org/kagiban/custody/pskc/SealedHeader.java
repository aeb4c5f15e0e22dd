package org.kagiban.custody.pskc;

import org.kagiban.custody.Sha256;

/**
 * What a sealed file says before its records.
 *
 * @param wrappedTransportKey AES-256 key under the HSM's import key, RSAES-OAEP with SHA-1 and
 *     MGF1-SHA-1
 * @param wrappedMacKey 32-byte HMAC-SHA-256 key under the transport key, AES key wrap with padding
 *     (RFC 5649), 40 bytes
 * @param importKeyFingerprint as {@link #fingerprint} makes it
 */
public record SealedHeader(
    byte[] wrappedTransportKey, byte[] wrappedMacKey, String importKeyFingerprint) {

  /**
   * "sha256:" and the lower-case hexadecimal SHA-256 of an import public key.
   *
   * @param importPublicKey X.509 SubjectPublicKeyInfo, DER
   */
  public static String fingerprint(byte[] importPublicKey) {
    return "sha256:" + Sha256.hex(importPublicKey);
  }

  /** Whether the file was sealed for the HSM with this import key (SubjectPublicKeyInfo, DER). */
  public boolean isFor(byte[] importPublicKey) {
    return importKeyFingerprint.equals(fingerprint(importPublicKey));
  }
}
