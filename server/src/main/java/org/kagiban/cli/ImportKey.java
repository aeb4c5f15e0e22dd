package org.kagiban.cli;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.Sha256;
import org.kagiban.v1.GetImportKeyRequest;
import org.kagiban.v1.GetImportKeyResponse;

/** The public half of the HSM's import key, as the server tells it. */
final class ImportKey {
  private ImportKey() {}

  /** X.509 SubjectPublicKeyInfo, DER. */
  static byte[] fetch(Session session) {
    return checked(session.seeds().getImportKey(GetImportKeyRequest.getDefaultInstance()));
  }

  static byte[] checked(GetImportKeyResponse response) {
    byte[] key = response.getPublicKey().toByteArray();
    if (!Arrays.equals(Sha256.of(key), response.getFingerprint().toByteArray())) {
      throw new CliException(
          Exit.REFUSED,
          "the server's fingerprint is not that of the key it sent; do not seal for it, and have"
              + " the server looked at");
    }
    return key;
  }

  /**
   * @param expected its fingerprint, colons and case left aside; null for any
   */
  static void require(byte[] der, @Nullable String expected) {
    if (expected != null
        && !PublicKeyFile.fingerprint(der)
            .equals(expected.replace(":", "").strip().toLowerCase(Locale.ROOT))) {
      throw new CliException(
          Exit.REFUSED,
          "the server's import key has the fingerprint %s, not the one given; nothing was sent,"
                  .formatted(PublicKeyFile.fingerprint(der))
              + " look at the key ceremony's transcript");
    }
  }
}
