package org.kagiban.app.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kagiban.rpc.Admission;
import org.kagiban.rpc.CallerDirectory;
import org.kagiban.rpc.RpcSetupException;
import org.kagiban.rpc.TlsFiles;

/** The server's certificate and key, and the authorities of its clients. */
final class CertificateCheck {
  private static final Duration SOON = Duration.ofDays(30);
  private static final Duration VERY_SOON = Duration.ofDays(7);
  private static final String SERVER_USE = "1.3.6.1.5.5.7.3.1";
  private static final String RENEW =
      "renew it and put the new PEM file in place; the server takes it over without a restart";

  private final TlsFiles files;
  private final Instant now;
  private final Findings found;

  CertificateCheck(TlsFiles files, Instant now, Findings found) {
    this.files = files;
    this.now = now;
    this.found = found;
  }

  void run() {
    try {
      Admission unused = Admission.read(files, new CallerDirectory(Map.of(), Set.of()));
      found.ok("certificate, key and authorities are read, and the key is the certificate's");
    } catch (RpcSetupException e) {
      found.fail(String.valueOf(e.getMessage()), "correct the file, or its path under server");
    }
    List<X509Certificate> chain = read(files.certificate());
    if (!chain.isEmpty()) {
      valid("the server's certificate", chain.get(0));
      use(chain.get(0));
    }
    for (X509Certificate authority : read(files.clientCa())) {
      valid("the clients' authority", authority);
      if (authority.getBasicConstraints() < 0) {
        found.warn(
            "server.client-ca holds a certificate that is no authority: " + name(authority),
            "leave only authorities that issue client certificates in " + files.clientCa());
      }
    }
  }

  /** What cannot be read was told by {@link Admission} already. */
  private static List<X509Certificate> read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (IOException | CertificateException e) {
      return List.of();
    }
  }

  private void valid(String what, X509Certificate certificate) {
    Instant end = certificate.getNotAfter().toInstant();
    String named = what + " " + name(certificate);
    Duration left = Duration.between(now, end);
    if (now.isBefore(certificate.getNotBefore().toInstant())) {
      found.fail(
          named + " is not valid before " + certificate.getNotBefore().toInstant(),
          "wait for that time, set the clock right, or use another certificate");
    } else if (left.isNegative()) {
      found.fail(named + " ended " + end, RENEW);
    } else if (left.compareTo(VERY_SOON) < 0) {
      found.fail(named + " ends in " + left.toDays() + " days, " + end, RENEW);
    } else if (left.compareTo(SOON) < 0) {
      found.warn(named + " ends in " + left.toDays() + " days, " + end, RENEW);
    } else {
      found.ok(named + " is good for " + left.toDays() + " days");
    }
  }

  private void use(X509Certificate certificate) {
    try {
      List<String> uses = certificate.getExtendedKeyUsage();
      if (uses != null && !uses.contains(SERVER_USE)) {
        found.fail(
            "the server's certificate is not for servers (extended key usage)",
            "have one issued with serverAuth");
      }
      if (certificate.getSubjectAlternativeNames() == null) {
        found.warn(
            "the server's certificate names no host (subject alternative name)",
            "have one issued with the names that clients connect to");
      }
    } catch (CertificateException e) {
      found.warn("the server's certificate has an extension that cannot be read: " + e, RENEW);
    }
  }

  private static String name(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName();
  }
}
