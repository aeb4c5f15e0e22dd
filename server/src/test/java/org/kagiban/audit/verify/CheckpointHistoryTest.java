package org.kagiban.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.note.TrustedKeys;

/** What the operator of the log signs anew, and who kept an earlier checkpoint sees. */
class CheckpointHistoryTest {
  private final List<byte[]> entries = TestLog.chained(Story.whole().events);

  private static List<Finding> check(TestLog newest, SignedCheckpoint... earlier)
      throws IOException {
    return CheckpointHistory.check(newest.tiles(), newest.checkpoint(), List.of(earlier));
  }

  private TestLog first(int size) throws IOException {
    return TestLog.ofEntries(entries.subList(0, size));
  }

  /** The log, signed, with another event at an index. */
  private TestLog rewritten(int index) throws IOException {
    List<byte[]> other = new ArrayList<>(entries);
    other.set(index, other.get(index + 1));
    return TestLog.ofEntries(other);
  }

  @Test
  void check_checkpointsOfOneGrowingLog_findsNothing() throws IOException {
    List<SignedCheckpoint> all = new ArrayList<>();
    for (int size : new int[] {0, 1, 2, 255, 256, 257, 300, entries.size()}) {
      all.add(first(size).checkpoint());
    }
    TestLog newest = first(entries.size());

    assertThat(CheckpointHistory.check(newest.tiles(), newest.checkpoint(), all)).isEmpty();
  }

  @Test
  void check_logRolledBackAndSignedForFewer_saysSo() throws IOException {
    assertThat(check(first(300), first(256).checkpoint(), first(400).checkpoint()))
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.text())
                    .contains("rolled back or cut")
                    .contains("events from 300 on are gone"));
  }

  @Test
  void check_rolledBackAndGrownAnew_saysBetweenWhichCheckpoints() throws IOException {
    assertThat(
            check(
                rewritten(350),
                first(340).checkpoint(),
                first(360).checkpoint(),
                first(256).checkpoint()))
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.text()).contains("one of the events 340 to 359 was changed"));
  }

  @Test
  void check_forkOfTheSameSize_saysSo() throws IOException {
    assertThat(check(rewritten(350), first(entries.size()).checkpoint()))
        .singleElement()
        .satisfies(finding -> assertThat(finding.text()).contains("forked"));
  }

  @Test
  void check_eventPutInLongAgo_isFound() throws IOException {
    List<byte[]> more = new ArrayList<>(entries);
    more.add(10, entries.get(5));
    assertThat(check(TestLog.ofEntries(more), first(20).checkpoint()))
        .singleElement()
        .satisfies(finding -> assertThat(finding.text()).contains("events 0 to 19"));
  }

  @Test
  void open_signedWithAnotherKey_isRefusedBeforeAnythingIsRead() throws IOException {
    TestLog log = first(300);
    SignedCheckpoint other =
        TestLog.sign(300, log.checkpoint().checkpoint().root(), TestSigner.of(TestLog.ORIGIN));

    assertThatThrownBy(() -> TrustedKeys.of(TestLog.SIGNER.verifier()).open(other.note().encode()))
        .isInstanceOf(NoteException.class);
  }
}
