package org.kagiban.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kagiban.cli.ConnectFile;

final class DevPkiTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

  @TempDir private Path parent;
  private Path folder;
  private DevPki pki;

  @BeforeEach
  void make() throws IOException {
    folder = parent.resolve("pki");
    pki = DevPki.ensure(folder, at(NOW));
  }

  @Test
  void server_isSignedByTheAuthorityAndNamesLocalhost() throws Exception {
    X509Certificate server = read(pki.serverCertificate());

    verifyChain(server, NOW);
    assertThat(server.getExtendedKeyUsage()).containsExactly(SERVER_AUTH);
    assertThat(server.getSubjectAlternativeNames().stream().map(name -> (Object) name.get(1)))
        .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
    assertPair(server, pki.serverKey());
  }

  @ParameterizedTest
  @EnumSource(DevCaller.class)
  void client_isSignedByTheAuthorityAndNamesItsCaller(DevCaller caller) throws Exception {
    ConnectFile connect = pki.connect(caller, "localhost:1");
    X509Certificate client = read(connect.certificate());

    verifyChain(client, NOW);
    assertThat(client.getExtendedKeyUsage()).containsExactly(CLIENT_AUTH);
    assertThat(client.getSubjectX500Principal())
        .isEqualTo(new javax.security.auth.x500.X500Principal(caller.subject()));
    assertThat(client.getBasicConstraints()).as("no authority").isEqualTo(-1);
    assertPair(client, connect.key());
  }

  @Test
  void keys_areForTheirOwnerOnlyAndTheAuthoritysIsNotKept() throws IOException {
    List<Path> keys;
    try (Stream<Path> files = Files.list(folder)) {
      keys = files.filter(file -> file.toString().endsWith(".key")).toList();
    }

    assertThat(keys).hasSize(DevCaller.values().length + 1);
    for (Path key : keys) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
          .isEqualTo("rw-------");
    }
    assertThat(folder.resolve("ca.key")).doesNotExist();
  }

  @Test
  void ensure_again_changesNothing() throws IOException {
    byte[] before = Files.readAllBytes(pki.ca());

    DevPki.ensure(folder, at(NOW.plus(DevPki.VALIDITY).minus(DevPki.RESERVE).minusSeconds(1)));

    assertThat(Files.readAllBytes(pki.ca())).isEqualTo(before);
  }

  @Test
  void ensure_nearTheEnd_makesEverythingAnew() throws Exception {
    X509Certificate before = read(pki.serverCertificate());
    Instant later = NOW.plus(DevPki.VALIDITY).minus(DevPki.RESERVE).plusSeconds(1);

    DevPki.ensure(folder, at(later));

    X509Certificate after = read(pki.serverCertificate());
    assertThat(after).isNotEqualTo(before);
    verifyChain(after, later.plus(Duration.ofDays(29)));
  }

  @Test
  void ensure_aFileIsMissing_makesEverythingAnew() throws Exception {
    Files.delete(folder.resolve("auditor.key"));

    DevPki.ensure(folder, at(NOW));

    assertThat(folder.resolve("auditor.key")).exists();
    verifyChain(read(folder.resolve("auditor.pem")), NOW);
  }

  @Test
  void connectFile_writtenAndRead_isTheSame() throws IOException {
    ConnectFile connect = pki.connect(DevCaller.HELP_DESK, "localhost:8443");
    Path file = Files.writeString(parent.resolve("desk.yaml"), connect.toYaml(parent));

    assertThat(ConnectFile.read(file)).isEqualTo(connect);
  }

  private void verifyChain(X509Certificate certificate, Instant when) throws Exception {
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(read(pki.ca()), null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(when));
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    CertPathValidator.getInstance("PKIX")
        .validate(factory.generateCertPath(List.of(certificate)), parameters);
  }

  private static void assertPair(X509Certificate certificate, Path keyFile) throws Exception {
    byte[] message = "message".getBytes(StandardCharsets.US_ASCII);
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(readKey(keyFile));
    signature.update(message);
    byte[] signed = signature.sign();
    signature.initVerify(certificate);
    signature.update(message);
    assertThat(signature.verify(signed)).isTrue();
  }

  private static PrivateKey readKey(Path file) throws IOException, GeneralSecurityException {
    String body = Files.readString(file).replaceAll("-----[A-Z ]+-----", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body)));
  }

  private static X509Certificate read(Path file) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static Clock at(Instant instant) {
    return Clock.fixed(instant, ZoneOffset.UTC);
  }
}
