package org.kagiban.audit.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.file.WitnessFiles;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.Cosignature;
import org.kagiban.audit.note.NoteSignature;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.tree.NaiveTree;
import org.kagiban.audit.tree.TreeHasher;

class WitnessTest {
  private static final NaiveTree TREE = new NaiveTree(100);
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);

  private final TestSigner log = TestSigner.of("example.com/log");
  private final TestSigner key = TestSigner.of("witness.example/w");

  @TempDir Path folder;
  private final RecordingJournal journal = new RecordingJournal();
  private WitnessState state;

  @BeforeEach
  void openState() {
    state = new WitnessFiles(folder);
  }

  private Witness witness() {
    return new Witness(key, List.of(log.verifier()), state, CLOCK, journal);
  }

  private byte[] request(int oldSize, int size) {
    return request(oldSize, new Checkpoint(log.name(), size, TREE.root(size)), log);
  }

  private static byte[] request(int oldSize, Checkpoint checkpoint, TestSigner signer) {
    int size = (int) checkpoint.size();
    List<Hash> proof = oldSize == 0 || oldSize > size ? List.of() : TREE.proof(oldSize, size);
    byte[] note = SignedNote.sign(checkpoint.text(), signer).encode();
    return new AddCheckpoint(oldSize, proof, note).encode();
  }

  private static void assertConflict(WitnessAnswer answer, String size) {
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.contentType()).isEqualTo("text/x.tlog.size");
    assertThat(new String(answer.body(), StandardCharsets.US_ASCII)).isEqualTo(size + "\n");
  }

  private int status(byte[] request) throws IOException {
    return witness().addCheckpoint(request).status();
  }

  @Test
  void addCheckpoint_growingTree_isCosignedEachTime() throws Exception {
    int last = 0;
    for (int size : new int[] {0, 1, 2, 7, 7, 64, 100}) {
      WitnessAnswer answer = witness().addCheckpoint(request(last, size));
      assertThat(answer.status()).isEqualTo(200);
      String text = new Checkpoint(log.name(), size, TREE.root(size)).text();
      List<NoteSignature> cosignatures =
          AddCheckpoint.cosignatures(answer.body(), text, List.of(key.cosigner()));
      assertThat(Cosignature.time(cosignatures.get(0))).isEqualTo(CLOCK.instant());
      last = size;
    }
  }

  @Test
  void addCheckpoint_afterRestart_stillKnowsTheLastTree() throws Exception {
    witness().addCheckpoint(request(0, 50));
    state = new WitnessFiles(folder);
    assertConflict(witness().addCheckpoint(request(0, 60)), "50");
    assertThat(status(request(50, 60))).isEqualTo(200);
  }

  @Test
  void addCheckpoint_rollback_isRefused() throws Exception {
    witness().addCheckpoint(request(0, 50));
    assertConflict(witness().addCheckpoint(request(0, 40)), "50");
    assertConflict(witness().addCheckpoint(request(40, 40)), "50");
    assertThat(status(request(50, 40))).isEqualTo(400);
    assertConflict(witness().addCheckpoint(request(60, 70)), "50");
  }

  @Test
  void addCheckpoint_otherTreeOfTheSameSize_isRefused() throws Exception {
    witness().addCheckpoint(request(0, 50));
    Checkpoint fork = new Checkpoint(log.name(), 50, TREE.root(49));
    assertConflict(witness().addCheckpoint(request(50, fork, log)), "50");
    assertThat(state.latest(log.name())).isEqualTo(new TreeHead(50, TREE.root(50)));
    assertThat(journal.forks).containsExactly("50 50");
    Checkpoint notEmpty = new Checkpoint(log.name(), 0, TREE.root(1));
    TestSigner fresh = TestSigner.of(log.name());
    Witness other =
        new Witness(
            key, List.of(fresh.verifier()), new WitnessFiles(folder.resolve("b")), CLOCK, journal);
    assertConflict(other.addCheckpoint(request(0, notEmpty, fresh)), "0");
  }

  @Test
  void addCheckpoint_wrongProof_isRefused() throws Exception {
    witness().addCheckpoint(request(0, 50));
    Checkpoint fork = new Checkpoint(log.name(), 60, TREE.root(59));
    assertThat(status(request(50, fork, log))).isEqualTo(422);
    byte[] note =
        SignedNote.sign(new Checkpoint(log.name(), 60, TREE.root(60)).text(), log).encode();
    assertThat(status(new AddCheckpoint(50, List.of(), note).encode())).isEqualTo(422);
    assertThat(status(new AddCheckpoint(50, TREE.proof(49, 60), note).encode())).isEqualTo(422);
    assertThat(state.latest(log.name()).size()).isEqualTo(50);
    assertThat(journal.unproved).containsExactly("60 after 50", "60 after 50", "60 after 50");
    assertThat(journal.cosigned).containsExactly(50L);
  }

  /** Whatever old size came with it: two signatures over two roots are enough. */
  @Test
  void addCheckpoint_otherTreeOfTheSameSizeFromAnyOldSize_isTold() throws Exception {
    witness().addCheckpoint(request(0, 50));
    Checkpoint fork = new Checkpoint(log.name(), 50, TREE.root(49));
    assertConflict(witness().addCheckpoint(request(0, fork, log)), "50");
    assertThat(journal.forks).containsExactly("50 50");
  }

  @Test
  void addCheckpoint_proofWhereNoneBelongs_isRefused() throws Exception {
    byte[] note = SignedNote.sign(new Checkpoint(log.name(), 9, TREE.root(9)).text(), log).encode();
    byte[] request = new AddCheckpoint(0, List.of(TREE.root(9)), note).encode();
    assertThat(status(request)).isEqualTo(422);
    assertThat(state.latest(log.name())).isEqualTo(new TreeHead(0, TreeHasher.empty()));
  }

  @Test
  void addCheckpoint_unknownLogOrKey_isRefused() throws Exception {
    Checkpoint other = new Checkpoint("example.com/other", 5, TREE.root(5));
    assertThat(status(request(0, other, log))).isEqualTo(404);
    Checkpoint mine = new Checkpoint(log.name(), 5, TREE.root(5));
    assertThat(status(request(0, mine, TestSigner.of(log.name())))).isEqualTo(403);
    assertThat(status(request(0, mine, key))).isEqualTo(403);
    byte[] bad = request(0, 5);
    String changed = new String(bad, StandardCharsets.UTF_8).replace("\n5\n", "\n6\n");
    assertThat(status(changed.getBytes(StandardCharsets.UTF_8))).isEqualTo(403);
  }

  @Test
  void addCheckpoint_malformed_isRefused() throws Exception {
    String good = new String(request(0, 5), StandardCharsets.UTF_8);
    List<String> bad =
        List.of(
            "",
            "old 0\n",
            good.replace("old 0", "old 00"),
            good.replace("old 0", "old -1"),
            good.replace("old 0", "size 0"),
            good.replace("old 0\n", "old 0\nnot a hash\n"),
            good.replace("old 0\n", "old 0\n" + (TREE.root(1).base64() + "\n").repeat(64)),
            good.replace("\n5\n", "\n05\n"),
            good.substring(0, good.length() - 1));
    for (String request : bad) {
      assertThat(status(request.getBytes(StandardCharsets.UTF_8))).as(request).isEqualTo(400);
    }
    assertThat(status(good.getBytes(StandardCharsets.UTF_8))).isEqualTo(200);
  }

  /** The race that c2sp.org/tlog-witness spells out. */
  @Test
  void addCheckpoint_overtakenByALargerTree_doesNotRollBack() throws Exception {
    witness().addCheckpoint(request(0, 10));
    WitnessState real = state;
    WitnessState overtaken =
        new WitnessState() {
          @Override
          public TreeHead latest(String origin) throws IOException {
            return real.latest(origin);
          }

          @Override
          public boolean replace(String origin, TreeHead seen, SignedCheckpoint next)
              throws IOException {
            assertThat(status(request(10, 30))).isEqualTo(200);
            return real.replace(origin, seen, next);
          }

          @Override
          public @Nullable SignedNote note(String origin) throws IOException {
            return real.note(origin);
          }
        };
    Witness slow = new Witness(key, List.of(log.verifier()), overtaken, CLOCK, journal);
    assertConflict(slow.addCheckpoint(request(10, 20)), "30");
    assertThat(real.latest(log.name())).isEqualTo(new TreeHead(30, TREE.root(30)));
  }
}
