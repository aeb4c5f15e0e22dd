package org.kagiban.cli;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A public key as PEM: X.509 SubjectPublicKeyInfo under the label PUBLIC KEY (RFC 7468). */
final class PublicKeyFile {
  private PublicKeyFile() {}

  static String pem(byte[] der) {
    return Pem.encode("PUBLIC KEY", der);
  }

  static void write(Path file, byte[] der) {
    NewFiles.write(file, pem(der), NewFiles.PUBLIC);
  }

  /** SHA-256 of the DER, in hexadecimal. */
  static String fingerprint(byte[] der) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
