package org.kagiban.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.file.TileFiles;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.log.LogView;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.proof.TlogProof;
import org.kagiban.audit.reconcile.InventorySource;
import org.kagiban.audit.tile.TileSource;
import org.kagiban.cli.ClientCommands;
import org.kagiban.cli.Commands;
import org.kagiban.cli.ConnectFile;
import org.kagiban.cli.Prompts;
import org.kagiban.demo.DevCaller;
import org.kagiban.demo.DevPki;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code kagiban audit export} over TLS, from servers that are honest and others. */
class AuditExportTest {
  private static final String OURS = EdgeServer.OURS.id();

  @TempDir private Path folder;
  private final TestSigner signer = TestSigner.of("log.example");
  private final StringWriter said = new StringWriter();
  private final List<String> served = new ArrayList<>();
  private TestLog log;
  private volatile LogView shown;
  private volatile UnaryOperator<TileSource> tiles = source -> source;
  private EdgeServer edge;
  private Path copy;

  /** What {@link #shown} shows, through {@link #tiles}. */
  private final class Window implements LogView {
    @Override
    public @Nullable SignedCheckpoint checkpoint() throws IOException {
      return shown.checkpoint();
    }

    @Override
    public byte @Nullable [] cosigned() throws IOException {
      return shown.cosigned();
    }

    @Override
    public @Nullable String verifierKey() throws IOException {
      return shown.verifierKey();
    }

    @Override
    public TileSource tiles() {
      return tiles.apply(
          tile -> {
            served.add(tile.path());
            return shown.tiles().read(tile);
          });
    }

    @Override
    public @Nullable SignedCheckpoint awaitCommitted(Duration most) throws IOException {
      return shown.awaitCommitted(most);
    }
  }

  @Command(name = "kagiban")
  static final class Root {}

  @BeforeEach
  void start() throws Exception {
    copy = folder.resolve("copy");
    log = new TestLog(Files.createDirectory(folder.resolve("one")), signer);
    shown = log;
    InventorySource none =
        new InventorySource() {
          @Override
          public String partition() {
            return "vault";
          }

          @Override
          public void take(boolean deep, Listener listener) {
            listener.total(0);
          }
        };
    AuditDomain domain = new AuditDomain(new Window(), log.journal, none, Set.of(EdgeServer.OURS));
    edge = new EdgeServer(folder, Map.of(), domain.service());
  }

  @AfterEach
  void stop() {
    assertThat(edge.breaches).isEmpty();
    edge.close();
    log.close();
  }

  private int export(String... more) throws Exception {
    said.getBuffer().setLength(0);
    Prompts nobody =
        new Prompts() {
          @Override
          public boolean available() {
            return false;
          }

          @Override
          public void say(String text) {}

          @Override
          public String line(String question) {
            throw new IllegalStateException(question);
          }

          @Override
          public char[] hidden(String question) {
            throw new IllegalStateException(question);
          }
        };
    Commands commands = new Commands();
    ClientCommands.addTo(commands, nobody, Clock.systemUTC(), null);
    CommandLine root = commands.under(new Root());
    root.setOut(new PrintWriter(said, true)).setErr(new PrintWriter(said, true));
    DevPki pki = DevPki.ensure(folder, Clock.systemUTC());
    ConnectFile connect = pki.connect(DevCaller.AUDITOR, "127.0.0.1:" + edge.server().port());
    Path file = Files.writeString(folder.resolve("auditor.yaml"), connect.toYaml(folder));
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("audit", "export", copy.toString(), "--connect", file.toString()));
    arguments.addAll(List.of(more));
    return root.execute(arguments.toArray(new String[0]));
  }

  /** Every event of the copy, checked. */
  private LogReader whole() throws Exception {
    TileFiles files = TileFiles.quick(copy);
    SignedCheckpoint signed = log.keys().open(Files.readAllBytes(copy.resolve("checkpoint")));
    LogReader reader = LogReader.open(files, signed);
    List<byte[]> events = log.ledger.events().read(0, 1_000_000);
    for (int i = 0; i < reader.size(); i++) {
      assertThat(reader.entry(i)).isEqualTo(events.get(i));
    }
    return reader;
  }

  /** All that is in the copy's folder, by name. */
  private Map<String, String> files() throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(copy)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        all.put(copy.relativize(file).toString(), Arrays.toString(Files.readAllBytes(file)));
      }
    }
    return all;
  }

  @Test
  void export_againAndAgain_bringsOnlyWhatIsNew() throws Exception {
    log.add(700, OURS);
    log.sign();
    assertThat(export()).as(said.toString()).isZero();
    assertThat(said.toString()).contains("no --vkey was given", signer.verifier().vkey());
    assertThat(whole().size()).isEqualTo(700);
    AuditEvent event = log.events(EventKind.LOG_EXPORTED).get(0);
    assertThat(event.number(EventField.FIRST)).isZero();
    assertThat(event.number(EventField.RECORDS)).isEqualTo(700);
    assertThat(event.number(EventField.SIZE)).isEqualTo(700);

    served.clear();
    EventId id = log.add(20, OURS);
    assertThat(export("--event", id.toString())).as(said.toString()).isZero();
    assertThat(said.toString()).doesNotContain("no --vkey");
    // 700 events, the first export's own, and 20.
    assertThat(whole().size()).isEqualTo(721);
    assertThat(served).doesNotContain("tile/entries/000", "tile/entries/001");
    Path proof = copy.resolve("proofs").resolve(id + TlogProof.EXTENSION);
    assertThat(TlogProof.parse(Files.readAllBytes(proof)).verify(log.keys()).checkpoint().size())
        .isEqualTo(721);
    assertThat(copy.resolve("checkpoints/700")).exists();
    assertThat(copy.resolve("checkpoints/721")).exists();
    assertThat(Files.readString(copy.resolve("README.txt"))).contains(signer.verifier().vkey());
  }

  @Test
  void export_cutOff_isTakenUpWhereItEnded() throws Exception {
    log.add(2000, OURS);
    log.sign();
    tiles =
        source ->
            tile -> {
              if (tile.path().equals("tile/entries/005")) {
                throw new IOException("broken for a test");
              }
              return source.read(tile);
            };
    assertThat(export()).isEqualTo(5);
    assertThat(said.toString()).contains("LOG_UNREADABLE");
    assertThat(copy.resolve("checkpoint")).doesNotExist();
    assertThat(copy.resolve("tile/entries/004")).exists();

    tiles = source -> source;
    served.clear();
    assertThat(export("--vkey", signer.verifier().vkey())).as(said.toString()).isZero();
    assertThat(whole().size()).isEqualTo(2001);
    assertThat(served).contains("tile/entries/005").doesNotContain("tile/entries/004");
  }

  @Test
  void export_ofAnotherPast_changesNothingAndKeepsBothCheckpoints() throws Exception {
    log.add(300, OURS);
    log.sign();
    assertThat(export()).isZero();
    Map<String, String> before = files();
    try (TestLog other = new TestLog(Files.createDirectory(folder.resolve("two")), signer)) {
      other.add(400, OURS);
      other.sign();
      shown = other;
      assertThat(export()).isEqualTo(1);
    }
    assertThat(said.toString()).contains("the server shows another past", "400", "300");
    Map<String, String> after = files();
    byte[] ours = Files.readAllBytes(copy.resolve("evidence/300-ours"));
    byte[] theirs = Files.readAllBytes(copy.resolve("evidence/400-theirs"));
    assertThat(log.keys().open(ours).checkpoint().size()).isEqualTo(300);
    assertThat(log.keys().open(theirs).checkpoint().size()).isEqualTo(400);
    after.keySet().removeIf(name -> name.startsWith("evidence/"));
    assertThat(after).isEqualTo(before);
  }

  @Test
  void export_ofARolledBackLog_changesNothingAndSaysSo() throws Exception {
    log.add(300, OURS);
    log.sign();
    assertThat(export()).isZero();
    try (TestLog other = new TestLog(Files.createDirectory(folder.resolve("two")), signer)) {
      other.add(100, OURS);
      other.sign();
      shown = other;
      assertThat(export()).isEqualTo(1);
    }
    assertThat(said.toString()).contains("shorter than this copy");
    assertThat(copy.resolve("evidence/100-theirs")).exists();
    shown = log;
    assertThat(export()).isZero();
    assertThat(whole().size()).isGreaterThan(300);
  }

  @Test
  void export_signedWithAnotherKey_isNotTaken() throws Exception {
    log.add(3, OURS);
    log.sign();
    String other = TestSigner.of("log.example").verifier().vkey();
    assertThat(export("--vkey", other)).isEqualTo(1);
    assertThat(said.toString()).contains("not to be believed");
    assertThat(copy.resolve("checkpoint")).doesNotExist();
  }

  @Test
  void export_fileThatDoesNotFit_isNotWritten() throws Exception {
    log.add(600, OURS);
    log.sign();
    tiles =
        source ->
            tile -> {
              byte[] bytes = source.read(tile);
              if (bytes != null && tile.path().equals("tile/entries/001")) {
                bytes[40] ^= 1;
              }
              return bytes;
            };
    assertThat(export()).isEqualTo(4);
    assertThat(said.toString()).contains("tile/entries/001");
    assertThat(copy.resolve("tile/entries/000")).exists();
    assertThat(copy.resolve("tile/entries/001")).doesNotExist();
    assertThat(copy.resolve("checkpoint")).doesNotExist();
  }

  @Test
  void export_intoAFolderOfSomethingElse_isRefused() throws Exception {
    Files.createDirectories(copy);
    Files.writeString(copy.resolve("letter.txt"), "x");
    log.add(1, OURS);
    log.sign();
    assertThat(export()).isEqualTo(2);
    assertThat(said.toString()).contains("neither empty nor an export");
    assertThat(files().keySet()).containsExactly("letter.txt");
  }

  @Test
  void export_cosignedCheckpoint_mustBeOfTheSameLog() throws Exception {
    log.add(100, OURS);
    log.cosigned = log.sign().note().encode();
    log.add(5, OURS);
    assertThat(export()).as(said.toString()).isZero();
    assertThat(copy.resolve("cosigned")).hasBinaryContent(log.cosigned);
    try (TestLog other = new TestLog(Files.createDirectory(folder.resolve("two")), signer)) {
      other.add(50, OURS);
      log.cosigned = other.sign().note().encode();
    }
    assertThat(export()).isEqualTo(1);
    assertThat(said.toString()).contains("another past");
  }
}
