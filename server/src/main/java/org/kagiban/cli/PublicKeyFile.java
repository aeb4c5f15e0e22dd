package org.kagiban.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.Sha256;

/** A public key as PEM: X.509 SubjectPublicKeyInfo under the label PUBLIC KEY (RFC 7468). */
final class PublicKeyFile {
  private static final String LABEL = "PUBLIC KEY";

  private PublicKeyFile() {}

  static String pem(byte[] der) {
    return Pem.encode(LABEL, der);
  }

  /**
   * Reads an RSA key.
   *
   * @param expected its fingerprint, colons and case left aside; null for any
   */
  static PublicKey read(Path file, @Nullable String expected) {
    byte[] der = der(file);
    String actual = fingerprint(der);
    if (expected != null
        && !actual.equals(expected.replace(":", "").strip().toLowerCase(Locale.ROOT))) {
      throw new CliException(
          Exit.REFUSED,
          "%s has the fingerprint %s, not the one given; do not seal for it, and look at the key"
                  .formatted(file, actual)
              + " ceremony's record");
    }
    try {
      return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
    } catch (GeneralSecurityException e) {
      throw notAKey(file, e);
    }
  }

  private static byte[] der(Path file) {
    try {
      return Pem.decode(LABEL, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new CliException(
          Exit.USAGE,
          "cannot read %s; fetch the key with 'kagiban seeds import-key --out'".formatted(file),
          e);
    } catch (IllegalArgumentException e) {
      throw notAKey(file, e);
    }
  }

  private static CliException notAKey(Path file, Exception cause) {
    return new CliException(
        Exit.USAGE,
        "%s is not an RSA public key in PEM; fetch it with 'kagiban seeds import-key --out'"
            .formatted(file),
        cause);
  }

  static void write(Path file, byte[] der) {
    NewFiles.write(file, pem(der), NewFiles.PUBLIC);
  }

  /** SHA-256 of the DER, in hexadecimal. */
  static String fingerprint(byte[] der) {
    return Sha256.hex(der);
  }
}
