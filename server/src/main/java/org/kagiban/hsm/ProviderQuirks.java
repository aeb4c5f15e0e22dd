package org.kagiban.hsm;

import org.kagiban.token.HashAlgorithm;

/**
 * Where one vendor's HSM differs from the next; part of its {@link Provider}.
 *
 * @param smallestSha1Key bytes of the shortest HMAC-SHA-1 key that the HSM takes, 1 to 64
 * @param smallestSha256Key likewise for SHA-256
 * @param smallestSha512Key likewise for SHA-512
 * @param locksObjects whether objects are made with CKA_MODIFIABLE=false. An HSM that refuses such
 *     templates needs false here.
 * @param locksCopies likewise, whether keys are made with CKA_COPYABLE=false
 * @param keyWrap the mechanism that does RFC 5649
 * @param leakedBytesPerObject memory of the process that is lost for each destroyed object until
 *     C_Finalize, 0 for none
 */
public record ProviderQuirks(
    int smallestSha1Key,
    int smallestSha256Key,
    int smallestSha512Key,
    boolean locksObjects,
    boolean locksCopies,
    KeyWrap keyWrap,
    int leakedBytesPerObject) {

  public ProviderQuirks {
    for (int size : new int[] {smallestSha1Key, smallestSha256Key, smallestSha512Key}) {
      if (size < 1 || size > 64) {
        throw new IllegalArgumentException(
            "hsm: a smallest HMAC key is 1 to 64 bytes, not " + size);
      }
    }
  }

  /** Bytes of the shortest HMAC key. */
  public int smallestKey(HashAlgorithm algorithm) {
    return switch (algorithm) {
      case SHA1 -> smallestSha1Key;
      case SHA256 -> smallestSha256Key;
      case SHA512 -> smallestSha512Key;
    };
  }
}
