package org.kagiban.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.file.TileFiles;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.tile.TileSource;
import org.kagiban.cli.SampleLog;

/** The index between two starts. */
final class IndexCacheTest {
  @TempDir private Path folder;
  private final TestSigner signer = TestSigner.of(SampleLog.ORIGIN);
  private final List<String> notes = new ArrayList<>();
  private SampleLog log;
  private int bundles;
  private @Nullable LogReader opened;

  @SuppressWarnings("NullAway.Init") // filled before each test
  IndexCacheTest() {}

  @BeforeEach
  void write() {
    log = more(SampleLog.ofTwoTokens(folder.resolve("log"), signer), 600);
    log.add(log.event(EventKind.KEY_GENERATED).with(EventField.KEY, "kek-1"));
    log.add(
        log.event(EventKind.CEREMONY_PROPOSED)
            .with(EventField.CEREMONY, "c-1")
            .with(EventField.OPERATION, "rotate"));
    log.add(log.event(EventKind.CEREMONY_APPROVED).with(EventField.CEREMONY, "c-2"));
    log.publish();
  }

  private static SampleLog more(SampleLog log, int events) {
    for (int i = 0; i < events; i++) {
      log.use("VSST12345678", "ACCEPTED", "more-" + i);
    }
    return log.publish();
  }

  /** As a console that starts: what it reads is counted. */
  private LogIndex start() throws Exception {
    IndexCache cache = cache();
    LogReader reader = reader("log");
    LogIndex index = cache.load(reader);
    bundles = 0;
    index.fill(reader, (step, done, total) -> {});
    cache.save(index, reader.checkpoint().checkpoint());
    return index;
  }

  private IndexCache cache() {
    return new IndexCache(folder.resolve("kept"), notes::add);
  }

  private LogReader reader(String name) throws Exception {
    TileFiles files = TileFiles.quick(folder.resolve(name));
    TileSource counted =
        tile -> {
          bundles += tile.isEntries() ? 1 : 0;
          return files.read(tile);
        };
    byte[] note = Files.readAllBytes(folder.resolve(name).resolve("checkpoint"));
    return LogReader.open(counted, TrustedKeys.of(signer.verifier()).open(note));
  }

  private static byte[] all(LogIndex index) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    index.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  @Test
  void secondStart_readsOnlyWhatCameSince_andKnowsAsMuch() throws Exception {
    start();
    assertThat(bundles).isEqualTo(4);

    assertThat(start().events()).isEqualTo(911);
    assertThat(bundles).isZero();

    more(log, 300);
    LogIndex resumed = start();
    assertThat(bundles).isEqualTo(2);
    LogIndex anew = new LogIndex();
    anew.fill(reader("log"), (step, done, total) -> {});
    assertThat(resumed.events()).isEqualTo(1211).isEqualTo(anew.events());
    assertThat(all(resumed)).isEqualTo(all(anew));
    assertThat(resumed.ceremonies().list()).hasSize(2);
    assertThat(notes).isEmpty();
  }

  @Test
  void keptIndex_isForItsOwnerAlone() throws Exception {
    start();
    assertThat(mode(folder.resolve("kept"))).isEqualTo("rwx------");
    assertThat(mode(file())).isEqualTo("rw-------");
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  /** The only one: nothing that was begun is left beside it. */
  private Path file() throws IOException {
    try (var files = Files.list(folder.resolve("kept"))) {
      List<Path> found = files.toList();
      assertThat(found).hasSize(1);
      return found.get(0);
    }
  }

  @Test
  void keptIndex_damagedAnywhere_isReadAnew() throws Exception {
    start();
    byte[] whole = Files.readAllBytes(file());
    for (int at = 0; at < whole.length; at += at < 200 ? 7 : 499) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 4;
      assertThat(loaded(damaged)).as("byte %d", at).isZero();
    }
    for (int length = 0; length < whole.length; length += 997) {
      assertThat(loaded(Arrays.copyOf(whole, length))).as("cut at %d", length).isZero();
    }
    assertThat(loaded(Arrays.copyOf(whole, whole.length + 1))).isZero();
    assertThat(loaded(whole)).isEqualTo(911);
  }

  private long loaded(byte[] kept) throws Exception {
    Files.write(file(), kept);
    notes.clear();
    if (opened == null) {
      opened = reader("log");
    }
    long events = cache().load(opened).events();
    assertThat(notes).hasSize(events == 0 ? 1 : 0);
    return events;
  }

  @Test
  void keptIndex_ofAnotherPast_isReadAnew_andItsRootTold() throws Exception {
    start();
    Checkpoint before = reader("log").checkpoint().checkpoint();
    more(new SampleLog(folder.resolve("other"), signer), 911);
    assertThat(cache().load(reader("other")).events()).isZero();
    assertThat(notes).singleElement().asString().contains("another past", before.root().base64());

    more(new SampleLog(folder.resolve("shorter"), signer), 300);
    assertThat(cache().load(reader("shorter")).events()).isZero();
    assertThat(notes.get(1)).contains("it is of 911 events, and the folder has 300");
  }

  @Test
  void keptIndex_underAnotherLogsName_isReadAnew() throws Exception {
    start();
    byte[] kept = Files.readAllBytes(file());
    int at = new String(kept, StandardCharsets.ISO_8859_1).indexOf(SampleLog.ORIGIN);
    kept[at + SampleLog.ORIGIN.length() - 1]++;
    assertThat(loaded(kept)).isZero();
    assertThat(notes).singleElement().asString().contains("it is of the log kagiban/samplf");
  }

  @Test
  void keptIndex_thatCannotBeWritten_isToldAndHarmsNothing() throws Exception {
    Files.createFile(folder.resolve("kept"));
    assertThat(start().events()).isEqualTo(911);
    assertThat(notes).isNotEmpty().last().asString().contains("not kept for the next start");
  }

  @Test
  void start_tellsEachTenthOnce() throws Exception {
    more(log, 4000);
    new LogIndex().fill(reader("log"), new StartProgress(notes::add));
    assertThat(notes).hasSize(10);
    assertThat(notes.get(0)).isEqualTo("indexing the log: 10 %, 512 of 4,911");
    assertThat(notes.get(9)).isEqualTo("indexing the log: 100 %, 4,911 of 4,911");
  }
}
