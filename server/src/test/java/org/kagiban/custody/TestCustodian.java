package org.kagiban.custody;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import org.kagiban.custody.ceremony.Custodian;
import org.kagiban.demo.DevCaller;
import org.kagiban.demo.DevPki;

/** Somebody who runs ceremonies. */
public final class TestCustodian {
  private TestCustodian() {}

  public static Custodian make(Path folder) throws IOException, GeneralSecurityException {
    Path certificate =
        DevPki.ensure(folder, Clock.systemUTC())
            .connect(DevCaller.CUSTODIAN_1, "unused:1")
            .certificate();
    try (InputStream in = Files.newInputStream(certificate)) {
      return new Custodian(
          "custodian-1",
          "Aoi",
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
  }
}
