package org.kagiban.cli;

import io.grpc.util.CertificateUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.kagiban.custody.Sha256;
import org.kagiban.custody.ceremony.TranscriptCheck;
import org.kagiban.yaml.ConfigException;
import org.kagiban.yaml.VisibleText;

/** Whose certificates count in a ceremony's transcript, and how many approvals it takes. */
final class TranscriptTrust {
  /** Most bytes of a transcript. */
  static final int MAX = 1 << 20;

  private final Path ca;
  private final List<X509Certificate> authorities;
  private final int approvals;

  private TranscriptTrust(Path ca, List<X509Certificate> authorities, int approvals) {
    this.ca = ca;
    this.authorities = authorities;
    this.approvals = approvals;
  }

  /**
   * @param ca PEM: the authorities that issue custodians' certificates
   * @param approvals how many there must be at least besides the proposer
   * @throws CliException (usage) where the file has no certificate, or the number is below 1
   */
  static TranscriptTrust read(Path ca, int approvals) {
    if (approvals < 1) {
      throw CliException.usage("--approvals takes 1 or more");
    }
    try (InputStream in = Files.newInputStream(ca)) {
      List<X509Certificate> read = List.of(CertificateUtils.getX509Certificates(in));
      if (!read.isEmpty()) {
        return new TranscriptTrust(ca, read, approvals);
      }
    } catch (IOException | CertificateException e) {
      throw new CliException(Exit.USAGE, noAuthorities(ca), e);
    }
    throw CliException.usage(noAuthorities(ca));
  }

  private static String noAuthorities(Path ca) {
    return "--ca: %s is not a PEM file of certificates; it is the 'ca' that issued the custodians'"
            .formatted(ca)
        + " client certificates";
  }

  /**
   * @param name for messages
   * @throws ConfigException where it is not a transcript at all
   */
  TranscriptCheck.Result check(String name, byte[] transcript) throws ConfigException {
    return TranscriptCheck.check(name, transcript, authorities, approvals);
  }

  /** What was found, for people. */
  static String text(TranscriptCheck.Result result) {
    List<String> lines = new ArrayList<>();
    result.proved().forEach(line -> lines.add("ok   " + VisibleText.of(line)));
    result.problems().forEach(line -> lines.add("BAD  " + VisibleText.of(line)));
    lines.add(
        result.good()
            ? "the transcript holds"
            : "the transcript does NOT hold: fetch it again, and ask the server's operator");
    return String.join(System.lineSeparator(), lines);
  }

  /** Whose word counts, in one line. */
  String words() {
    List<String> names = new ArrayList<>();
    for (X509Certificate authority : authorities) {
      try {
        names.add(
            "%s (certificate's SHA-256 %s)"
                .formatted(
                    authority.getSubjectX500Principal().getName(),
                    Sha256.hex(authority.getEncoded())));
      } catch (CertificateEncodingException e) {
        throw new IllegalStateException("a certificate that was just read", e);
      }
    }
    return "%s, from %s; at least %d by others than the proposer"
        .formatted(String.join("; ", names), ca, approvals);
  }
}
