package org.kagiban.rpc;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.Sha256;

/** Finds the caller that a client certificate stands for. Immutable. */
public final class CallerDirectory {
  /** Begins a key that is a certificate's SHA-256 and not its subject. */
  public static final String FINGERPRINT = "sha256:";

  private final Map<String, KnownCaller> byCertificate;
  private final Set<String> revoked;

  /**
   * @param byCertificate by subject in {@link X500Principal#CANONICAL} form, or by {@value
   *     #FINGERPRINT} and the SHA-256 of the certificate (DER) in lower-case hexadecimal
   * @param revoked certificates that stand for nobody, each as {@value #FINGERPRINT} and so on
   */
  public CallerDirectory(Map<String, KnownCaller> byCertificate, Set<String> revoked) {
    this.byCertificate = Map.copyOf(byCertificate);
    this.revoked = Set.copyOf(revoked);
  }

  boolean revoked(X509Certificate certificate) {
    return revoked.contains(fingerprint(certificate));
  }

  /** Null where nobody is configured for it. A fingerprint goes before a subject. */
  @Nullable KnownCaller find(X509Certificate certificate) {
    KnownCaller exact = byCertificate.get(fingerprint(certificate));
    String subject = certificate.getSubjectX500Principal().getName(X500Principal.CANONICAL);
    return exact != null ? exact : byCertificate.get(subject);
  }

  private static String fingerprint(X509Certificate certificate) {
    try {
      return FINGERPRINT + Sha256.hex(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate from TLS has an encoding", e);
    }
  }
}
