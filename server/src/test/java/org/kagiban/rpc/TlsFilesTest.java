package org.kagiban.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.ConnectFile;
import org.kagiban.demo.DevCaller;
import org.kagiban.demo.DevPki;

class TlsFilesTest {
  @TempDir private Path folder;
  private Path certificate;
  private Path key;
  private Path ca;
  private Path otherKey;
  private Path garbage;

  @BeforeEach
  void make() throws Exception {
    DevPki pki = DevPki.ensure(folder.resolve("pki"), Clock.systemUTC());
    certificate = pki.serverCertificate();
    key = pki.serverKey();
    ConnectFile client = pki.connect(DevCaller.AUDITOR, "unused:1");
    ca = client.ca();
    otherKey = client.key();
    garbage = Files.writeString(folder.resolve("garbage"), "not PEM");
  }

  private static void refuses(TlsFiles files, String... words) {
    assertThatThrownBy(files::read)
        .isInstanceOf(RpcSetupException.class)
        .satisfies(refused -> assertThat(refused.getMessage()).contains(words));
  }

  @Test
  void read_goodFiles_isMade() {
    assertThatCode(new TlsFiles(certificate, key, ca)::read).doesNotThrowAnyException();
  }

  @Test
  void read_badFile_namesTheKeyOfTheConfiguration() {
    Path none = folder.resolve("none");
    refuses(new TlsFiles(none, key, ca), "server.certificate", none.toString());
    refuses(new TlsFiles(certificate, folder, ca), "server.key", folder.toString());
    refuses(new TlsFiles(certificate, key, none), "server.client-ca", none.toString());
    refuses(new TlsFiles(garbage, key, ca), "server.certificate", "PEM");
    refuses(new TlsFiles(certificate, garbage, ca), "server.key", "PKCS#8");
    refuses(new TlsFiles(certificate, key, garbage), "server.client-ca", "PEM");
    refuses(
        new TlsFiles(certificate, otherKey, ca), "server.key", "is not the key of the certificate");
  }
}
