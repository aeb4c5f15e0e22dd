package org.kagiban.audit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagiban.audit.file.TileFiles;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.tile.BadTileException;
import org.kagiban.audit.tile.Tile;
import org.kagiban.audit.tile.TileReader;
import org.kagiban.audit.tile.TileWriter;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.tree.NaiveTree;

class LogServerTest {
  private static final int SIZE = 300;

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private final TestSigner key = TestSigner.of("example.com/log");

  @TempDir Path folder;
  private Path log;
  private Path archive;
  private LogServer server;

  @BeforeEach
  void serve() throws IOException {
    log = folder.resolve("log");
    archive = folder.resolve("archive");
    TileFiles files = TileFiles.quick(log);
    TileWriter writer = new TileWriter(files);
    for (int i = 0; i < SIZE; i++) {
      writer.append(NaiveTree.entry(i));
    }
    Hash root = writer.publish();
    String text = new org.kagiban.audit.note.Checkpoint(key.name(), SIZE, root).text();
    files.writeCheckpoint(SignedNote.sign(text, key).encode());
    Files.writeString(log.resolve("vkey"), key.verifier().vkey() + "\n");
    Files.writeString(log.resolve("secret"), "not for everybody");
    Files.writeString(folder.resolve("outside"), "not for anybody");
    server = LogServer.start(TestWitness.loopback(0), null, log, archive);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpTiles tiles() {
    return new HttpTiles(BaseUrl.parse(server.url()), HttpCalls.within(Duration.ofSeconds(20)));
  }

  private HttpResponse<byte[]> send(String method, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  private TileReader reader(HttpTiles tiles) throws Exception {
    SignedCheckpoint signed =
        TrustedKeys.of(key.verifier()).open(Objects.requireNonNull(tiles.checkpoint()));
    return TileReader.open(tiles, signed.checkpoint().size(), signed.checkpoint().root());
  }

  private void readAll() throws Exception {
    TileReader reader = reader(tiles());
    assertThat(reader.size()).isEqualTo(SIZE);
    for (int i = 0; i < SIZE; i++) {
      assertThat(reader.entry(i)).isEqualTo(NaiveTree.entry(i));
    }
  }

  @Test
  void read_everyEntryOverHttp_verifies() throws Exception {
    readAll();
    assertThat(tiles().vkey()).asString(StandardCharsets.UTF_8).contains(key.verifier().vkey());
    assertThat(tiles().cosigned()).isNull();
    assertThat(tiles().read(new Tile(3, 0, 256))).isNull();
  }

  @Test
  void read_bundleInTheArchive_isServed() throws Exception {
    Path bundle = Path.of("tile/entries/000");
    Files.createDirectories(archive.resolve("tile/entries"));
    Files.move(log.resolve(bundle), archive.resolve(bundle));
    readAll();
  }

  @Test
  void read_tileChangedByTheServer_isRefused() throws Exception {
    byte[] bytes = Files.readAllBytes(log.resolve("tile/0/000"));
    bytes[0] ^= 1;
    Files.write(log.resolve("tile/0/000"), bytes);
    TileReader reader = reader(tiles());
    assertThatThrownBy(() -> reader.entry(0)).isInstanceOf(BadTileException.class);
  }

  @Test
  void get_contentTypes_areThoseOfTheSpecification() throws Exception {
    HttpResponse<byte[]> checkpoint = send("GET", "/checkpoint");
    assertThat(checkpoint.headers().firstValue("Content-Type"))
        .contains("text/plain; charset=utf-8");
    assertThat(checkpoint.headers().firstValue("Cache-Control")).contains("no-cache");
    HttpResponse<byte[]> tile = send("GET", "/tile/0/000");
    assertThat(tile.headers().firstValue("Content-Type")).contains("application/octet-stream");
    assertThat(tile.headers().firstValue("Cache-Control"))
        .hasValueSatisfying(value -> assertThat(value).contains("immutable"));
    assertThat(tile.body()).hasSize(256 * Hash.SIZE);
  }

  @Test
  void head_tellsTheLengthAlone() throws Exception {
    HttpResponse<byte[]> head = send("HEAD", "/tile/0/000");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(8192);
    assertThat(head.body()).isEmpty();
    assertThat(send("HEAD", "/tile/0/001").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
  void write_anyMethod_isRefused(String method) throws Exception {
    HttpResponse<byte[]> answer = send(method, "/checkpoint");
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  /** Sent byte for byte: a client of ours would tidy them up. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/secret",
        "/../outside",
        "/tile/../secret",
        "/tile/0/../../secret",
        "/tile/%2e%2e/secret",
        "/%2e%2e/outside",
        "/..%2foutside",
        "//checkpoint",
        "/checkpoint/",
        "/./checkpoint",
        "/tile",
        "/tile/",
        "/tile/0",
        "/tile/0/",
        "/tile/0/0",
        "/tile/0/000/",
        "/tile/00/000",
        "/tile/0/x000/000",
        "/tile/0/000.p/256",
        "/tile/0/000.p/0",
        "/tile/entries/000.new",
        "/tile/0/000%00",
        "/tile/0/999",
        "/disputes/a/refused",
        "/check%70oint",
      })
  void get_anythingElse_isNotThere(String path) throws Exception {
    assertThat(raw("GET " + path + " HTTP/1.1")).startsWith("HTTP/1.1 404");
  }

  @Test
  void get_byteForByte_findsWhatIsThere() throws Exception {
    assertThat(raw("GET /checkpoint HTTP/1.1")).startsWith("HTTP/1.1 200");
    assertThat(raw("GET /tile/entries/001.p/44 HTTP/1.1")).startsWith("HTTP/1.1 200");
  }

  private String raw(String line) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      OutputStream out = socket.getOutputStream();
      String request = line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
