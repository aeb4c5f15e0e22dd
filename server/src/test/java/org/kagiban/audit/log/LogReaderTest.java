package org.kagiban.audit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.EventId;
import org.kagiban.audit.file.TileFiles;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.proof.TlogProof;
import org.kagiban.audit.tile.BadTileException;
import org.kagiban.audit.tile.Tile;
import org.kagiban.audit.tile.TileSource;
import org.kagiban.audit.tree.ConsistencyProof;
import org.kagiban.audit.tree.TreeHasher;

class LogReaderTest {
  private final TestSigner signer = TestSigner.of("log.example");
  private final TrustedKeys keys = TrustedKeys.of(signer.verifier());

  private LogReader read(MemoryEvents events, LogStore store) throws Exception {
    return LogReader.open(store, sign(events, store));
  }

  private SignedCheckpoint sign(MemoryEvents events, LogStore store) throws Exception {
    var unused = Sequencer.open(events, store, signer).step();
    return keys.open(Objects.requireNonNull(store.checkpoint()));
  }

  @Test
  void entryAndEvent_areThoseThatWereCommitted(@TempDir Path folder) throws Exception {
    MemoryEvents events = MemoryEvents.of(600);
    LogReader log = read(events, TileFiles.durable(folder));
    assertThat(log.size()).isEqualTo(600);
    assertThat(log.entries(2).width()).isEqualTo(88);
    for (int i = 0; i < 600; i++) {
      assertThat(log.entry(i)).isEqualTo(events.rows.get(i));
      assertThat(log.event(i).id()).isEqualTo(events.event(i).id());
    }
    assertThatThrownBy(() -> log.entry(600)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> log.entry(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void prove_anyEvent_verifiesUnderTheLogsKeyAlone() throws Exception {
    MemoryEvents events = MemoryEvents.of(600);
    LogReader log = read(events, new MemoryLog());
    for (int i : new int[] {0, 255, 256, 511, 512, 599}) {
      TlogProof proof = TlogProof.parse(log.prove(i).encode());
      assertThat(proof.verify(keys).checkpoint().size()).isEqualTo(600);
      assertThat(proof.extra()).isEqualTo(events.rows.get(i));
      assertThatThrownBy(() -> proof.verify(keys, events.rows.get((i + 1) % 600)))
          .isInstanceOf(NoteException.class);
    }
  }

  @Test
  void consistency_withEveryEarlierSize_holds() throws Exception {
    MemoryEvents events = MemoryEvents.of(1);
    MemoryLog store = new MemoryLog();
    List<SignedCheckpoint> earlier = new ArrayList<>();
    for (int more : new int[] {1, 254, 1, 1, 343}) {
      earlier.add(sign(events, store));
      events.add(more);
    }
    LogReader log = read(events, store);
    for (SignedCheckpoint old : earlier) {
      long size = old.checkpoint().size();
      assertThat(
              ConsistencyProof.holds(
                  size,
                  old.checkpoint().root(),
                  log.size(),
                  log.checkpoint().checkpoint().root(),
                  log.consistency(size)))
          .isTrue();
    }
  }

  @Test
  void locate_eachEvent_isFoundAtItsIndex() throws Exception {
    MemoryEvents events = MemoryEvents.of(3000);
    LogReader log = read(events, new MemoryLog());
    for (int i = 0; i < 3000; i += 7) {
      assertThat(log.locate(events.event(i).id())).hasValue(i);
    }
  }

  @Test
  void locate_unknownId_isEmpty() throws Exception {
    LogReader log = read(MemoryEvents.of(3000), new MemoryLog());
    for (int seconds : new int[] {-100_000, -1, 0, 1500, 2999, 100_000}) {
      Instant time = MemoryEvents.START.plus(Duration.ofSeconds(seconds));
      assertThat(log.locate(EventId.at(time))).isEmpty();
    }
    assertThat(read(new MemoryEvents(), emptyLog()).locate(EventId.at(MemoryEvents.START)))
        .isEmpty();
  }

  private MemoryLog emptyLog() {
    MemoryLog log = new MemoryLog();
    Checkpoint empty = new Checkpoint(signer.name(), 0, TreeHasher.empty());
    log.writeCheckpoint(SignedNote.sign(empty.text(), signer).encode());
    return log;
  }

  @Test
  void locate_idSignedMinutesBeforeOrAfterItsCommit_isFound() throws Exception {
    MemoryEvents events = MemoryEvents.of(2000);
    Instant now = MemoryEvents.START.plus(Duration.ofSeconds(2000));
    EventId early = events.add(EventId.at(now.minus(Duration.ofMinutes(5))), now);
    EventId late = events.add(EventId.at(now.plus(Duration.ofMinutes(5))), now);
    events.add(2000);
    LogReader log = read(events, new MemoryLog());
    assertThat(log.locate(early)).hasValue(2000);
    assertThat(log.locate(late)).hasValue(2001);
  }

  @Test
  void locate_timesOutOfOrder_areFound() throws Exception {
    Random random = new Random(4);
    MemoryEvents events = new MemoryEvents();
    List<EventId> ids = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      Instant time = MemoryEvents.START.plusMillis(i * 1000L + random.nextInt(299_000));
      ids.add(events.add(EventId.at(time.plusMillis(random.nextInt(300_000))), time));
    }
    LogReader log = read(events, new MemoryLog());
    for (int i = 0; i < 5000; i += 11) {
      assertThat(log.locate(ids.get(i))).hasValue(i);
    }
  }

  @Test
  void firstSince_noEventBeforeItIsAtOrAfterTheTime() throws Exception {
    Random random = new Random(5);
    MemoryEvents events = new MemoryEvents();
    for (int i = 0; i < 3000; i++) {
      Instant time = MemoryEvents.START.plusMillis(i * 1000L + random.nextInt(599_000));
      events.add(EventId.at(time), time);
    }
    LogReader log = read(events, new MemoryLog());
    for (int seconds = -1000; seconds < 5000; seconds += 97) {
      Instant time = MemoryEvents.START.plusSeconds(seconds);
      long first = log.firstSince(time);
      for (int i = 0; i < first; i++) {
        assertThat(events.event(i).time()).isBefore(time);
      }
    }
    // It leaves most of what is before unread.
    assertThat(log.firstSince(MemoryEvents.START.plusSeconds(2500))).isBetween(1200L, 2500L);
  }

  @Test
  void firstSince_beforeAllAndAfterAll_isZeroAndSize() throws Exception {
    LogReader log = read(MemoryEvents.of(1000), new MemoryLog());
    assertThat(log.firstSince(Instant.MIN)).isZero();
    assertThat(log.firstSince(MemoryEvents.START)).isZero();
    assertThat(log.firstSince(MemoryEvents.START.plusSeconds(1000 + 600))).isEqualTo(1000);
    assertThat(log.firstSince(Instant.MAX)).isEqualTo(1000);
  }

  @Test
  void locateAndProve_inALargeLog_readFewBundles() throws Exception {
    MemoryEvents events = MemoryEvents.of(100_000);
    MemoryLog store = new MemoryLog();
    EventId id = events.event(77_777).id();
    SignedCheckpoint checkpoint = sign(events, store);
    AtomicInteger bundles = new AtomicInteger();
    TileSource counting =
        tile -> {
          bundles.addAndGet(tile.isEntries() ? 1 : 0);
          return store.read(tile);
        };
    LogReader log = LogReader.open(counting, checkpoint);
    long index = log.locate(id).orElseThrow();
    assertThat(log.prove(index).verify(keys).checkpoint().size()).isEqualTo(100_000);
    assertThat(index).isEqualTo(77_777);
    // 391 bundles: nine halvings and the neighbours.
    assertThat(bundles.get()).isLessThanOrEqualTo(12);
  }

  @Test
  void entry_changedInItsBundle_isRefused() throws Exception {
    MemoryEvents events = MemoryEvents.of(600);
    MemoryLog store = new MemoryLog();
    LogReader log = read(events, store);
    byte[] bytes = Objects.requireNonNull(store.read(new Tile(Tile.ENTRIES, 1, Tile.FULL)));
    bytes[bytes.length - 1] ^= 1;
    assertThat(log.entry(255)).isEqualTo(events.rows.get(255));
    assertThatThrownBy(() -> log.entry(256))
        .isInstanceOf(BadTileException.class)
        .hasMessageContaining("511");
  }
}
