package org.kagiban.custody.pskc;

import org.jspecify.annotations.Nullable;

/**
 * What stands before the first KeyPackage.
 *
 * @param encryption null where the seeds are in plaintext
 * @param mac null where there is no MACMethod
 * @param method the EncryptionMethod's algorithm where it stands up here, null where not
 */
record PskcHeader(
    @Nullable EncryptionKey encryption, @Nullable MacMethod mac, @Nullable String method) {

  /** Which key the seeds are encrypted with (RFC 6030 section 6). */
  sealed interface EncryptionKey {}

  /** A key that both sides have already (section 6.1). */
  record PreShared(String name) implements EncryptionKey {}

  /**
   * PBKDF2 of a passphrase (section 6.2).
   *
   * @param keyLength bytes: 16, 24 or 32
   * @param prf "HmacSHA1", "HmacSHA256" or "HmacSHA512"
   */
  record Derived(byte[] salt, int iterations, int keyLength, String prf) implements EncryptionKey {}

  /**
   * A key that comes with the file, wrapped.
   *
   * @param keyName of the key that it is wrapped with, empty where not named
   */
  record Carried(Encrypted key, String keyName) implements EncryptionKey {}

  /** Something else, such as a certificate (section 6.3). */
  record Other(String what) implements EncryptionKey {}

  /**
   * @param key null where the file only refers to a MAC key, or has none
   * @param reference the name of a MAC key that is not in the file, empty where not named
   */
  record MacMethod(String algorithm, @Nullable Encrypted key, String reference) {}
}
