package org.kagiban.audit.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.tree.ConsistencyProof;
import org.kagiban.audit.tree.Hash;

/**
 * The log is cut off at each single thing that it asks of database, folder and HSM: before it is
 * done, or when it is done and nobody heard. Afterwards it begins anew, or goes on as it stands.
 */
class CutOffSequencerTest {
  private static final List<byte[]> EVENTS = MemoryEvents.of(7_500).rows;

  /** How many events come before each step: edges of tiles, a batch, and enough to forget. */
  private static final int[] ARRIVALS = {1, 1, 253, 1, 1, 255, 1, 1000, 0, 4000, 1500, 487};

  private final TestSigner key = TestSigner.of("log.example");
  private final TrustedKeys keys = TrustedKeys.of(key.verifier());

  // Over all runs, whose events are the same: what one signed, no other may deny.
  private final Map<Long, Hash> signed = new HashMap<>();
  private final Set<String> points = new TreeSet<>();

  @ParameterizedTest
  @CsvSource({"false,true", "true,true", "false,false", "true,false"})
  void cutOffAtEachPoint_losesAndDoublesNothing_andSignsNoSizeTwice(boolean after, boolean reopen)
      throws Exception {
    Faults none = new Faults(Long.MAX_VALUE, after);
    run(none, reopen);
    for (long at = 1; at <= none.calls(); at++) {
      Faults faults = new Faults(at, after);
      run(faults, reopen);
      assertThat(faults.struck()).as("call %d was reached", at).isNotEmpty();
      points.add(faults.struck() + " " + at);
    }
    System.out.printf(
        "cut off at %d points, after=%s, reopened=%s; %d sizes signed%n",
        points.size(), after, reopen, signed.size());
    assertThat(points).hasSizeGreaterThanOrEqualTo(30);
    assertThat(points.stream().map(point -> point.split(" ", 2)[0]).distinct())
        .contains("size", "read", "tile", "sign", "checkpoint", "forget");
  }

  private void run(Faults faults, boolean reopen) throws Exception {
    MemoryEvents events = new MemoryEvents();
    MemoryLog folder = new MemoryLog();
    Sequencer log = null;
    int arrived = 0;
    for (int more : ARRIVALS) {
      events.rows.addAll(EVENTS.subList(arrived, arrived + more));
      arrived += more;
      boolean done = false;
      while (!done) {
        try {
          log = log == null ? open(faults, events, folder) : log;
          SignedNote unused = log.step();
          done = true;
        } catch (IOException | Faults.Struck | LogRefusedException e) {
          assertThat(faults.justStruck()).as("%s", e).isTrue();
          log = reopen ? null : log;
        }
      }
    }
    requireWhole(folder, faults.notes());
  }

  private Sequencer open(Faults faults, MemoryEvents events, MemoryLog folder) {
    return Sequencer.open(faults.events(events), faults.store(folder), faults.signer(key));
  }

  /** Every event once, in its place, and every checkpoint ever signed is of this one tree. */
  private void requireWhole(MemoryLog folder, List<String> notes) throws Exception {
    SignedCheckpoint newest = keys.open(Objects.requireNonNull(folder.checkpoint()));
    LogReader log = LogReader.open(folder, newest);
    assertThat(log.size()).isEqualTo(EVENTS.size());
    for (int i = 0; i < EVENTS.size(); i++) {
      assertThat(log.entry(i)).isEqualTo(EVENTS.get(i));
    }
    for (Checkpoint one : parsed(notes)) {
      Hash before = signed.putIfAbsent(one.size(), one.root());
      assertThat(before == null || before.equals(one.root())).as("size %d", one.size()).isTrue();
      assertThat(
              ConsistencyProof.holds(
                  one.size(),
                  one.root(),
                  log.size(),
                  newest.checkpoint().root(),
                  log.consistency(one.size())))
          .as("size %d", one.size())
          .isTrue();
    }
  }

  private static List<Checkpoint> parsed(List<String> texts) throws NoteException {
    List<Checkpoint> parsed = new ArrayList<>();
    for (String text : texts) {
      parsed.add(Checkpoint.parse(text));
    }
    return parsed;
  }
}
