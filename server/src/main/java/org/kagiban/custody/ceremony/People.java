package org.kagiban.custody.ceremony;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

/** Tells people apart (invariant two-people): by who they are and by their keys. */
final class People {
  private People() {}

  /** Whether one person may be behind both: the person or the public key is the same. */
  static boolean same(Signed one, Signed other) {
    return plain(one.person()).equals(plain(other.person()))
        || Arrays.equals(publicKey(one), publicKey(other));
  }

  /** A name without what only looks different. */
  static String plain(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKC)
        .strip()
        .replaceAll("\\s+", " ")
        .toLowerCase(Locale.ROOT);
  }

  /** X.509 SubjectPublicKeyInfo, DER. */
  private static byte[] publicKey(Signed act) {
    return certificate(act.certificate()).getPublicKey().getEncoded();
  }

  /**
   * @throws IllegalArgumentException where it is not a certificate
   */
  static X509Certificate certificate(byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new IllegalArgumentException("not an X.509 certificate", e);
    }
  }
}
