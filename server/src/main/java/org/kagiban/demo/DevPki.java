package org.kagiban.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.kagiban.cli.ConnectFile;
import org.kagiban.cli.NewFiles;

/**
 * A certificate authority, a server and one certificate per {@link DevCaller}, for development and
 * tests only. Everything is PEM in one folder, keys with mode 0600. The authority's own key is
 * forgotten as soon as it has signed.
 */
public final class DevPki {
  /** How long the certificates are good for. */
  public static final Duration VALIDITY = Duration.ofDays(30);

  /** They are made anew when less than this is left. */
  static final Duration RESERVE = Duration.ofDays(7);

  private static final String SERVER = "server";
  private static final String CA = "ca";

  private final Path folder;

  private DevPki(Path folder) {
    this.folder = folder;
  }

  /**
   * The PKI in a folder, made where there is none and made anew where it is not whole or near its
   * end.
   */
  public static DevPki ensure(Path folder, Clock clock) throws IOException {
    DevPki pki = new DevPki(folder.toAbsolutePath().normalize());
    if (!pki.isGood(clock)) {
      pki.make(clock);
    }
    return pki;
  }

  static String subject(String commonName) {
    return "CN=" + commonName + ",O=Kagiban development";
  }

  public Path ca() {
    return folder.resolve(CA + ".pem");
  }

  public Path serverCertificate() {
    return certificate(SERVER);
  }

  public Path serverKey() {
    return key(SERVER);
  }

  /** How a caller reaches a server that listens at {@code target}. */
  public ConnectFile connect(DevCaller caller, String target) {
    return new ConnectFile(target, ca(), certificate(caller.id()), key(caller.id()), null);
  }

  private void make(Clock clock) throws IOException {
    Files.createDirectories(folder);
    Issuer issuer = new Issuer(subject(CA), clock.instant(), VALIDITY);
    // The authority first in, last out: a PKI that was interrupted is not taken for a whole one.
    Files.deleteIfExists(ca());
    write(SERVER, issuer.server(subject(SERVER)));
    for (DevCaller caller : DevCaller.values()) {
      write(caller.id(), issuer.client(caller.subject()));
    }
    replace(ca(), issuer.authorityPem(), NewFiles.PUBLIC);
  }

  private void write(String name, Issuer.Issued issued) throws IOException {
    replace(key(name), issued.keyPem(), NewFiles.PRIVATE);
    replace(certificate(name), issued.certificatePem(), NewFiles.PUBLIC);
  }

  private static void replace(Path file, String text, Set<PosixFilePermission> permissions)
      throws IOException {
    Files.deleteIfExists(file);
    NewFiles.write(file, text, permissions);
  }

  private boolean isGood(Clock clock) {
    for (DevCaller caller : DevCaller.values()) {
      if (!Files.exists(key(caller.id())) || !lasts(certificate(caller.id()), clock)) {
        return false;
      }
    }
    return lasts(ca(), clock) && lasts(serverCertificate(), clock) && Files.exists(serverKey());
  }

  private static boolean lasts(Path certificate, Clock clock) {
    if (!Files.exists(certificate)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(certificate)) {
      X509Certificate x509 =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      return x509.getNotAfter().toInstant().isAfter(clock.instant().plus(RESERVE));
    } catch (IOException | GeneralSecurityException e) {
      // Not readable as a certificate: make it anew.
      return false;
    }
  }

  private Path certificate(String name) {
    return folder.resolve(name + ".pem");
  }

  private Path key(String name) {
    return folder.resolve(name + ".key");
  }
}
