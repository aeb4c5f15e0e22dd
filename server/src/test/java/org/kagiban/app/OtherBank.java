package org.kagiban.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.HexFormat;
import org.kagiban.demo.DevCaller;
import org.kagiban.demo.DevPki;

/** Certificates of another authority, with the same subjects as the server's own PKI has. */
final class OtherBank {
  private final DevPki pki;

  OtherBank(Path folder) throws IOException {
    pki = DevPki.ensure(folder.resolve("other-pki"), Clock.systemUTC());
  }

  DevPki pki() {
    return pki;
  }

  /** A caller of the configuration, by its certificate's fingerprint. */
  String entry(DevCaller caller, String institutions) throws Exception {
    return """
          - name: other-%s
            certificate: %s
            role: %s
            institutions: %s
        """
        .formatted(caller.id(), fingerprint(pki, caller), caller.role(), institutions);
  }

  static String fingerprint(DevPki pki, DevCaller caller)
      throws IOException, GeneralSecurityException {
    try (var in = Files.newInputStream(pki.connect(caller, "unused:1").certificate())) {
      X509Certificate read =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(read.getEncoded());
      return "sha256:" + HexFormat.of().formatHex(sha256);
    }
  }

  /** Lets a server believe both its own authority and this one; its file is rewritten. */
  static void believe(Path authorities, DevPki... pkis) throws IOException {
    StringBuilder all = new StringBuilder();
    for (DevPki one : pkis) {
      all.append(Files.readString(one.ca()));
    }
    Files.writeString(authorities, all);
  }
}
