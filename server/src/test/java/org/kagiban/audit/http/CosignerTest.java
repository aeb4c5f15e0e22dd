package org.kagiban.audit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.file.CosignedFiles;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.witness.CosignedStore;

/** Two real witnesses on loopback, and some that are not. */
class CosignerTest {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final TestLog log = TestLog.named("example.com/log");
  private final List<Cosigner> open = new ArrayList<>();

  @TempDir Path folder;
  private TestWitness first;
  private TestWitness second;
  private CosignedFiles store;

  @BeforeEach
  void startWitnesses() throws IOException {
    first = new TestWitness("one.example/w", log, folder.resolve("one"));
    second = new TestWitness("two.example/w", log, folder.resolve("two"));
    store = new CosignedFiles(folder.resolve("log"));
  }

  @AfterEach
  void stop() {
    open.forEach(Cosigner::close);
    first.close();
    second.close();
  }

  private Cosigner start(TestLog of, int quorum, WitnessClient... witnesses) throws IOException {
    return start(of, quorum, store, witnesses);
  }

  private Cosigner start(TestLog of, int quorum, CosignedStore kept, WitnessClient... witnesses)
      throws IOException {
    Cosigner cosigner =
        Cosigner.start(
            TrustedKeys.of(of.key.verifier()),
            List.of(witnesses),
            quorum,
            of.proofs(),
            kept,
            PAUSE);
    open.add(cosigner);
    return cosigner;
  }

  private static long size(@Nullable SignedNote note) {
    try {
      return note == null ? -1 : Checkpoint.parse(note.text()).size();
    } catch (NoteException e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitSize(Cosigner cosigner, long size) {
    await().until(() -> size(cosigner.newest()) == size);
  }

  /** What the folder has, checked as a reader would. */
  private SignedCheckpoint kept(int quorum, TestSigner... witnesses) throws Exception {
    byte[] bytes = Files.readAllBytes(folder.resolve("log/cosigned"));
    var keys = List.of(witnesses).stream().map(TestSigner::cosigner).toList();
    return TrustedKeys.of(log.key.verifier())
        .withWitnesses(java.util.Set.copyOf(keys), quorum)
        .open(bytes);
  }

  @Test
  void offer_quorumOfTwo_isKeptWithBothCosignatures() throws Exception {
    Cosigner cosigner = start(log, 2, first.client(), second.client());
    assertThat(cosigner.newest()).isNull();
    for (int size : new int[] {1, 5, 300}) {
      cosigner.offer(log.checkpoint(size));
      awaitSize(cosigner, size);
      assertThat(kept(2, first.key, second.key).checkpoint().size()).isEqualTo(size);
    }
    assertThat(first.journal.cosigned).isEqualTo(second.journal.cosigned);
  }

  @Test
  void offer_quorumOfOneWithOneDown_isKept() throws Exception {
    Cosigner cosigner = start(log, 1, first.client(), second.client());
    second.close();
    for (int size : new int[] {1, 5, 300}) {
      cosigner.offer(log.checkpoint(size));
      awaitSize(cosigner, size);
    }
    assertThat(kept(1, first.key, second.key).witnesses()).containsExactly(first.key.cosigner());
  }

  @Test
  void offer_quorumOfOne_takesTheOtherCosignatureToo() throws Exception {
    Cosigner cosigner = start(log, 1, first.client(), second.client());
    cosigner.offer(log.checkpoint(5));
    await().until(() -> kept(1, first.key, second.key).witnesses().size() == 2);
    assertThat(size(cosigner.newest())).isEqualTo(5);
  }

  @Test
  void offer_oneOfTwoDown_isKeptOnceItIsBack() throws Exception {
    Cosigner cosigner = start(log, 2, first.client(), second.client());
    second.close();
    cosigner.offer(log.checkpoint(5));
    await().until(() -> first.journal.cosigned.contains(5L));
    // The round is over without a quorum; the next one starts although the second is down.
    cosigner.offer(log.checkpoint(9));
    await().until(() -> first.journal.cosigned.contains(9L));
    assertThat(cosigner.newest()).isNull();
    second.startAgain();
    awaitSize(cosigner, 9);
    assertThat(kept(2, first.key, second.key).checkpoint().size()).isEqualTo(9);
  }

  /** Its time limit is far longer than this test. */
  @Test
  void offer_silentWitness_holdsNobodyUp() throws Exception {
    try (var silent = new java.net.ServerSocket(0, 50, TestWitness.loopback(0).getAddress())) {
      WitnessClient never =
          new WitnessClient(
              BaseUrl.parse("http://127.0.0.1:" + silent.getLocalPort()),
              second.key.cosigner(),
              HttpCalls.within(Duration.ofHours(1)));
      Cosigner cosigner = start(log, 1, first.client(), never);
      for (int size = 1; size < 20; size++) {
        cosigner.offer(log.checkpoint(size));
        awaitSize(cosigner, size);
      }
    }
  }

  @Test
  void offer_manyWhileOneIsAsked_onlyTheNewestIsAskedNext() throws Exception {
    SignedNote newest = log.checkpoint(1000);
    Cosigner cosigner = start(log, 2, first.client(), second.client());
    for (int size = 1; size <= 1000; size++) {
      cosigner.offer(log.checkpoint(size));
    }
    awaitSize(cosigner, 1000);
    assertThat(kept(2, first.key, second.key).note().text()).isEqualTo(newest.text());
    assertThat(first.journal.cosigned).hasSizeLessThan(1000).isSorted();
  }

  @Test
  void offer_lyingWitness_isNeverCounted() throws Exception {
    String lie = ScriptedWitness.answer(200, "\u2014 two.example/w AAAAAAAAAAAA\n");
    try (ScriptedWitness liar = ScriptedWitness.of(lie)) {
      Cosigner cosigner = start(log, 2, first.client(), TestWitness.client(liar.url(), second.key));
      cosigner.offer(log.checkpoint(5));
      await().until(() -> liar.asked.size() >= 2);
      assertThat(cosigner.newest()).isNull();
      assertThat(folder.resolve("log/cosigned")).doesNotExist();
    }
  }

  @Test
  void offer_forkedLog_keepsBothCheckpointsAndTheOldCosigned() throws Exception {
    Cosigner honest = start(log, 1, first.client());
    honest.offer(log.checkpoint(50));
    awaitSize(honest, 50);
    honest.close();
    TestLog fork = log.fork(40);
    Cosigner forked = start(fork, 1, first.client());
    forked.offer(fork.checkpoint(60));
    Path dispute = folder.resolve("log/disputes").resolve(name(first, 50));
    await().until(() -> Files.exists(dispute.resolve("refused")));
    assertThat(dispute.resolve("refused")).hasBinaryContent(fork.checkpoint(60).encode());
    byte[] known = Files.readAllBytes(dispute.resolve("known"));
    assertThat(SignedNote.parse(known).text()).isEqualTo(log.checkpoint(50).text());
    // Anybody can check with the log's key that it signed both.
    TrustedKeys key = TrustedKeys.of(log.key.verifier());
    assertThat(key.open(known).checkpoint().size()).isEqualTo(50);
    assertThat(kept(1, first.key).checkpoint().size()).isEqualTo(50);
    assertThat(first.journal.cosigned).containsExactly(50L);
  }

  @Test
  void offer_logRolledBack_isADisputeAndCosignedStays() throws Exception {
    Cosigner before = start(log, 1, first.client());
    before.offer(log.checkpoint(50));
    awaitSize(before, 50);
    before.close();
    Cosigner after = start(log, 1, first.client());
    assertThat(size(after.newest())).isEqualTo(50);
    after.offer(log.checkpoint(40));
    Path dispute = folder.resolve("log/disputes").resolve(name(first, 50));
    await().until(() -> Files.exists(dispute.resolve("refused")));
    assertThat(size(after.newest())).isEqualTo(50);
    assertThat(kept(1, first.key).checkpoint().size()).isEqualTo(50);
  }

  /** A new witness would cosign it: it has no memory of the larger one. */
  @Test
  void offer_smallerCheckpointWithAQuorum_neverReplacesTheLarger() throws Exception {
    Cosigner before = start(log, 1, first.client());
    before.offer(log.checkpoint(50));
    awaitSize(before, 50);
    before.close();
    Cosigner after = start(log, 1, second.client());
    after.offer(log.checkpoint(40));
    await().until(() -> second.journal.cosigned.contains(40L));
    after.offer(log.checkpoint(45));
    await().until(() -> second.journal.cosigned.contains(45L));
    assertThat(size(after.newest())).isEqualTo(50);
    assertThat(kept(1, first.key).checkpoint().size()).isEqualTo(50);
    after.offer(log.checkpoint(51));
    awaitSize(after, 51);
  }

  @Test
  void start_afterARestart_goesOnFromWhatIsKept() throws Exception {
    Cosigner before = start(log, 2, first.client(), second.client());
    before.offer(log.checkpoint(5));
    awaitSize(before, 5);
    before.close();
    WitnessClient again = first.client();
    Cosigner after = start(log, 2, again, second.client());
    assertThat(size(after.newest())).isEqualTo(5);
    assertThat(size(again.last())).isEqualTo(5);
    after.offer(log.checkpoint(6));
    awaitSize(after, 6);
  }

  @Test
  void start_damagedFile_isReplaced() throws Exception {
    store.writeCosigned(new byte[] {1, 2, 3});
    Cosigner cosigner = start(log, 1, first.client());
    assertThat(cosigner.newest()).isNull();
    cosigner.offer(log.checkpoint(5));
    awaitSize(cosigner, 5);
  }

  /** Tiles that are not there yet, or a disk that is full, are tried again. */
  @Test
  void offer_ownFaults_areTriedAgain() throws Exception {
    FailingOnce failing = new FailingOnce(store);
    Cosigner cosigner = start(log, 1, failing, first.client());
    cosigner.offer(log.checkpoint(5));
    awaitSize(cosigner, 5);
    assertThat(failing.failed).isTrue();
    assertThat(kept(1, first.key).checkpoint().size()).isEqualTo(5);
  }

  @Test
  void start_wrongQuorum_isRefused() {
    WitnessClient same = first.client();
    assertThatIllegalArgumentException().isThrownBy(() -> start(log, 0, same));
    assertThatIllegalArgumentException().isThrownBy(() -> start(log, 2, same));
    assertThatIllegalArgumentException().isThrownBy(() -> start(log, 1, same, first.client()));
  }

  @Test
  void close_whileAWitnessIsSilent_returns() throws Exception {
    try (var silent = new java.net.ServerSocket(0, 50, TestWitness.loopback(0).getAddress())) {
      WitnessClient never =
          new WitnessClient(
              BaseUrl.parse("http://127.0.0.1:" + silent.getLocalPort()),
              second.key.cosigner(),
              HttpCalls.within(Duration.ofHours(1)));
      Cosigner cosigner = start(log, 1, never);
      cosigner.offer(log.checkpoint(5));
      silent.accept().close();
      cosigner.close();
      assertThat(cosigner.isStopped()).isTrue();
    }
  }

  private static String name(TestWitness witness, long size) {
    return "%08x-%d".formatted(witness.key.cosigner().id(), size);
  }

  /** The first write fails. */
  private static final class FailingOnce implements CosignedStore {
    private final CosignedStore real;
    private volatile boolean failed;

    FailingOnce(CosignedStore real) {
      this.real = real;
    }

    @Override
    public byte @Nullable [] cosigned() throws IOException {
      return real.cosigned();
    }

    @Override
    public void writeCosigned(byte[] note) throws IOException {
      if (!failed) {
        failed = true;
        throw new IOException("no space left on device");
      }
      real.writeCosigned(note);
    }

    @Override
    public boolean keepDispute(String name, byte[] refused, byte @Nullable [] known)
        throws IOException {
      return real.keepDispute(name, refused, known);
    }
  }
}
