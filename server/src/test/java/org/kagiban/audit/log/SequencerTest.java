package org.kagiban.audit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.file.TileFiles;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.LosableSigner;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.NoteSigner;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.tile.Tile;
import org.kagiban.audit.tree.TreeHash;
import org.kagiban.audit.tree.TreeHasher;

class SequencerTest {
  private final TestSigner signer = TestSigner.of("log.example");
  private final TrustedKeys keys = TrustedKeys.of(signer.verifier());
  private final MemoryLog store = new MemoryLog();

  private static Checkpoint open(TrustedKeys keys, LogStore store)
      throws NoteException, IOException {
    return keys.open(Objects.requireNonNull(store.checkpoint())).checkpoint();
  }

  private Checkpoint checkpoint() throws NoteException, IOException {
    return open(keys, store);
  }

  @Test
  void step_signsTheTreeOfAllCommittedEvents() throws Exception {
    MemoryEvents events = MemoryEvents.of(1000);
    TreeHash tree = new TreeHash();
    events.rows.forEach(row -> tree.append(new TreeHasher().leaf(row)));
    Sequencer log = Sequencer.open(events, store, signer);
    SignedNote note = log.step();
    assertThat(Objects.requireNonNull(note).encode()).isEqualTo(store.checkpoint());
    assertThat(checkpoint()).isEqualTo(new Checkpoint("log.example", 1000, tree.root()));
    assertThat(log.signedSize()).isEqualTo(1000);
  }

  @Test
  void step_nothingNew_signsNothing() throws Exception {
    MemoryEvents events = MemoryEvents.of(3);
    Sequencer log = Sequencer.open(events, store, signer);
    assertThat(log.step()).isNotNull();
    assertThat(log.step()).isNull();
    assertThat(Sequencer.open(events, store, signer).step()).isNull();
  }

  @Test
  void step_afterEachEventAndRestart_hasTheRootOfOneRun(@TempDir Path folder) throws Exception {
    MemoryEvents events = new MemoryEvents();
    TileFiles files = TileFiles.quick(folder);
    for (int i = 0; i < 520; i++) {
      events.add(1);
      var unused = Sequencer.open(events, files, signer).step();
    }
    var unused = Sequencer.open(events, store, signer).step();
    assertThat(open(keys, files)).isEqualTo(checkpoint());
  }

  @Test
  void step_manyWaiting_readsThemInBatches() throws Exception {
    MemoryEvents events = MemoryEvents.of(70_000);
    var unused = Sequencer.open(events, store, signer).step();
    assertThat(events.longestRead).isLessThanOrEqualTo(1000);
    assertThat(checkpoint().size()).isEqualTo(70_000);
  }

  @Test
  void step_letsTheDatabaseForgetAllButSomeThousands() throws Exception {
    MemoryEvents events = MemoryEvents.of(20_000);
    Sequencer log = Sequencer.open(events, store, signer);
    var unused = log.step();
    assertThat(events.rows.size()).isBetween(4096, 6000);
    byte[] oldest = store.read(new Tile(Tile.ENTRIES, 0, Tile.FULL));
    assertThat(oldest).isNotNull();
    events.add(500);
    var more = Sequencer.open(events, store, signer).step();
    assertThat(more).isNotNull();
    assertThat(checkpoint().size()).isEqualTo(20_500);
  }

  @Test
  void step_unsignedEvents_areNotForgotten() throws Exception {
    MemoryEvents events = MemoryEvents.of(20_000);
    Sequencer log = Sequencer.open(events, store, new LosableSigner(signer, () -> true));
    assertThatThrownBy(log::step).hasMessage("HSM lost");
    assertThat(events.first()).isZero();
  }

  @Test
  void step_databaseShrank_isRefusedAndSignsNothing() throws Exception {
    MemoryEvents events = MemoryEvents.of(300);
    Sequencer log = Sequencer.open(events, store, signer);
    var unused = log.step();
    events.rows.subList(290, 300).clear();
    assertThatThrownBy(log::step)
        .isInstanceOf(LogRefusedException.class)
        .hasMessageContaining("290");
    assertThat(checkpoint().size()).isEqualTo(300);
  }

  @Test
  void step_shortRead_signsNothing() throws Exception {
    MemoryEvents events = MemoryEvents.of(300);
    Sequencer log = Sequencer.open(new OneLess(events), store, signer);
    assertThatThrownBy(log::step)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("299 events");
    assertThat(store.checkpoint()).isNull();
  }

  private record OneLess(MemoryEvents events) implements EventSource {
    @Override
    public long size() {
      return events.size();
    }

    @Override
    public long first() {
      return events.first();
    }

    @Override
    public List<byte[]> read(long from, int limit) throws IOException {
      return events.read(from, limit - 1);
    }

    @Override
    public void forget(long before) {
      events.forget(before);
    }
  }

  private void refused(MemoryEvents events, String... words) {
    refused(events, signer, words);
  }

  private void refused(MemoryEvents events, NoteSigner by, String... words) {
    byte[] before = store.checkpoint();
    assertThatThrownBy(() -> Sequencer.open(events, store, by))
        .isInstanceOf(LogRefusedException.class)
        .hasMessageContainingAll(words);
    assertThat(store.checkpoint()).isEqualTo(before);
  }

  private MemoryEvents signed(int count) throws IOException {
    MemoryEvents events = MemoryEvents.of(count);
    var unused = Sequencer.open(events, store, signer).step();
    return events;
  }

  @Test
  void open_damagedCheckpoint_isRefused() throws Exception {
    MemoryEvents events = signed(300);
    store.checkpoint = "not a note".getBytes(StandardCharsets.UTF_8);
    refused(events, "checkpoint cannot be read");
  }

  @Test
  void open_checkpointOfAnotherKey_isRefused() throws Exception {
    MemoryEvents events = signed(300);
    refused(events, TestSigner.of("log.example"), "not signed by the key", "audit.former-keys");
  }

  @Test
  void open_checkpointOfAFormerKey_isTakenWhereItIsListed_andSignedAnewAtOnce() throws Exception {
    MemoryEvents events = signed(300);
    Checkpoint old = checkpoint();
    TestSigner next = TestSigner.of("log.example");
    Sequencer log = Sequencer.open(events, store, next, Set.of(signer.verifier()));
    assertThat(log.step()).isNotNull();
    assertThat(open(TrustedKeys.of(next.verifier()), store)).isEqualTo(old);
    assertThat(log.step()).isNull();
    refused(events, signer, "not signed by the key");
  }

  @Test
  void open_forgedCheckpoint_isRefused() throws Exception {
    MemoryEvents events = signed(300);
    String note = new String(Objects.requireNonNull(store.checkpoint()), StandardCharsets.UTF_8);
    store.checkpoint = note.replace("\n300\n", "\n299\n").getBytes(StandardCharsets.UTF_8);
    refused(events, "not signed by the key");
  }

  @Test
  void open_folderOfAnotherLog_isRefused() throws Exception {
    MemoryEvents events = signed(300);
    refused(events, TestSigner.of("other"), "the log log.example", "audit.origin");
  }

  @Test
  void open_missingTile_isRefused() throws Exception {
    MemoryEvents events = signed(300);
    store.tiles.files.remove("tile/0/001.p/44");
    refused(events, "tile/0/001.p/44 is missing");
  }

  @Test
  void open_tilesWithAnotherRoot_isRefused() throws Exception {
    MemoryEvents events = signed(300);
    Objects.requireNonNull(store.tiles.files.get("tile/0/001.p/44"))[0] ^= 1;
    refused(events, "do not have the root");
  }

  @Test
  void open_tailOfTheDatabaseCutOff_isRefused() throws Exception {
    MemoryEvents events = signed(300);
    events.rows.subList(280, 300).clear();
    refused(events, "has 280 events, and 300 were signed", "event 280 is the first");
  }

  @Test
  void open_eventChangedInTheDatabase_isRefusedByIndexAndId() throws Exception {
    MemoryEvents events = signed(300);
    events.rows.get(123)[40] ^= 1;
    refused(events, "event 123", events.event(123).id().toString());
  }

  @Test
  void open_eventsSwappedInTheDatabase_isRefusedByIndexAndId() throws Exception {
    MemoryEvents events = signed(300);
    String first = events.event(7).id().toString();
    String second = events.event(9).id().toString();
    Collections.swap(events.rows, 7, 9);
    refused(events, "event 7", first, second);
  }

  @Test
  void open_eventDeletedFromTheDatabase_isRefused() throws Exception {
    MemoryEvents events = signed(300);
    events.rows.remove(50);
    refused(events, "has 299 events, and 300 were signed");
    events.add(1);
    refused(events, "event 50");
  }

  @Test
  void open_checkpointDeletedOrOld_whenTheDatabaseForgot_isRefused() throws Exception {
    MemoryEvents events = signed(300);
    byte[] old = store.checkpoint();
    events.add(20_000);
    var unused = Sequencer.open(events, store, signer).step();
    store.checkpoint = old;
    refused(events, "older than the database's events");
    store.checkpoint = null;
    refused(events, "has no checkpoint");
  }

  @Test
  void open_oldCheckpointWithAllEvents_signsTheSameRootsAgain() throws Exception {
    MemoryEvents events = signed(300);
    byte[] old = store.checkpoint();
    events.add(100);
    var unused = Sequencer.open(events, store, signer).step();
    SignedCheckpoint newest = keys.open(Objects.requireNonNull(store.checkpoint()));
    store.checkpoint = old;
    var unusedToo = Sequencer.open(events, store, signer).step();
    assertThat(checkpoint()).isEqualTo(newest.checkpoint());
  }
}
