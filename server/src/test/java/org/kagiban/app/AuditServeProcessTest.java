package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.file.TileFiles;
import org.kagiban.audit.http.BaseUrl;
import org.kagiban.audit.http.HttpCalls;
import org.kagiban.audit.http.HttpTiles;
import org.kagiban.audit.http.PemTls;
import org.kagiban.audit.log.MemoryEvents;
import org.kagiban.audit.log.Sequencer;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.tile.TileReader;
import org.kagiban.demo.DevPki;

/** {@code kagiban audit serve} as a process. */
class AuditServeProcessTest {
  private static final int SIZE = 300;

  private final MemoryEvents events = MemoryEvents.of(SIZE);
  private final TestSigner key = TestSigner.of("example.com/log");

  @TempDir Path folder;

  private Path log() throws Exception {
    Path log = folder.resolve("log");
    Sequencer.open(events, TileFiles.quick(log), key).step();
    return log;
  }

  private Listening serve(String... more) throws Exception {
    String[] all = new String[more.length + 2];
    all[0] = "audit";
    all[1] = "serve";
    System.arraycopy(more, 0, all, 2, more.length);
    return Listening.start(folder.resolve("errors"), all);
  }

  private void readAll(HttpTiles tiles) throws Exception {
    SignedCheckpoint signed =
        TrustedKeys.of(key.verifier()).open(Objects.requireNonNull(tiles.checkpoint()));
    TileReader reader =
        TileReader.open(tiles, signed.checkpoint().size(), signed.checkpoint().root());
    for (int i = 0; i < SIZE; i++) {
      assertThat(reader.entry(i)).isEqualTo(events.rows.get(i));
    }
  }

  @Test
  void serve_folder_isReadAndVerifiedOverHttp() throws Exception {
    try (Listening server = serve(log().toString())) {
      String url = server.line("listening on ");
      readAll(new HttpTiles(BaseUrl.parse(url), HttpCalls.within(Duration.ofSeconds(30))));
      assertThat(server.stop()).isZero();
    }
  }

  @Test
  void serve_withTls_isReadByWhoTrustsTheAuthority() throws Exception {
    DevPki pki = DevPki.ensure(folder.resolve("pki"), Clock.systemUTC());
    try (Listening server =
        serve(
            log().toString(),
            "--tls-cert",
            pki.serverCertificate().toString(),
            "--tls-key",
            pki.serverKey().toString())) {
      String url = server.line("listening on ");
      assertThat(url).startsWith("https://127.0.0.1:");
      Duration limit = Duration.ofSeconds(30);
      readAll(new HttpTiles(BaseUrl.parse(url), HttpCalls.within(limit, PemTls.client(pki.ca()))));
      HttpTiles stranger = new HttpTiles(BaseUrl.parse(url), HttpCalls.within(limit));
      Assertions.assertThatIOException()
          .isThrownBy(stranger::checkpoint)
          .isNotInstanceOf(HttpTimeoutException.class);
      assertThat(server.stop()).isZero();
    }
  }

  @Test
  void serve_beyondThisMachineWithoutTlsOrPublic_isRefused() throws Exception {
    DevPki pki = DevPki.ensure(folder.resolve("pki"), Clock.systemUTC());
    try (Listening plain = serve(log().toString(), "--public", "--listen", "0.0.0.0:0")) {
      assertThat(plain.exit()).isEqualTo(2);
      assertThat(Files.readString(folder.resolve("errors"))).contains("with TLS only");
    }
    try (Listening hidden =
        serve(
            folder.resolve("log").toString(),
            "--listen",
            "0.0.0.0:0",
            "--tls-cert",
            pki.serverCertificate().toString(),
            "--tls-key",
            pki.serverKey().toString())) {
      assertThat(hidden.exit()).isEqualTo(2);
      assertThat(Files.readString(folder.resolve("errors"))).contains("--public");
    }
  }

  @Test
  void serve_folderWithoutALog_isRefused() throws Exception {
    try (Listening server = serve(folder.toString())) {
      assertThat(server.exit()).isEqualTo(2);
      assertThat(Files.readString(folder.resolve("errors"))).contains("no log's folder");
    }
  }
}
