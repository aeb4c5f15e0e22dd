package org.kagiban.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.NoteException.Problem;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.tree.NaiveTree;

class TlogProofTest {
  private static final int SIZE = 300;
  private static final NaiveTree TREE = new NaiveTree(SIZE);
  private static final TestSigner LOG = TestSigner.of("example.com/log");
  private static final TrustedKeys KEYS = TrustedKeys.of(LOG.verifier());

  private static SignedCheckpoint checkpoint(int size) throws NoteException {
    Checkpoint checkpoint = new Checkpoint(LOG.name(), size, TREE.root(size));
    return KEYS.open(SignedNote.sign(checkpoint.text(), LOG).encode());
  }

  private static TlogProof proof(int index) throws IOException, NoteException {
    return TlogProof.make(TREE, index, NaiveTree.entry(index), checkpoint(SIZE));
  }

  @Test
  void verify_ofFileThatCarriesItsEntry_holds() throws Exception {
    for (int index : new int[] {1, 2, 255, 256, 257, 298, 299}) {
      TlogProof read = TlogProof.parse(proof(index).encode());
      assertThat(read).isEqualTo(proof(index));
      assertThat(read.index()).isEqualTo(index);
      assertThat(read.extra()).isEqualTo(NaiveTree.entry(index));
      assertThat(read.verify(KEYS).checkpoint().size()).isEqualTo(SIZE);
      assertThatThrownBy(() -> read.verify(KEYS, NaiveTree.entry(index - 1)))
          .isInstanceOfSatisfying(
              NoteException.class, e -> assertThat(e.problem()).isEqualTo(Problem.BAD_PROOF));
    }
  }

  @Test
  void encode_withoutEntry_isTheSpecifiedForm() throws Exception {
    TlogProof proof = TlogProof.make(TREE, 1, null, checkpoint(2));
    String expected =
        ("c2sp.org/tlog-proof@v1\nindex 1\n" + TREE.leaf(0).base64() + "\n\n")
            + new String(checkpoint(2).note().encode(), StandardCharsets.UTF_8);
    assertThat(new String(proof.encode(), StandardCharsets.UTF_8)).isEqualTo(expected);
    TlogProof read = TlogProof.parse(proof.encode());
    assertThat(read.verify(KEYS, NaiveTree.entry(1)).checkpoint().size()).isEqualTo(2);
    assertThatThrownBy(() -> read.verify(KEYS)).isInstanceOf(NoteException.class);
  }

  /** A tree of one entry needs no hashes at all. */
  @Test
  void verify_onlyEntry_holds() throws Exception {
    TlogProof proof = TlogProof.make(TREE, 0, null, checkpoint(1));
    assertThat(TlogProof.parse(proof.encode()).verify(KEYS, NaiveTree.entry(0))).isNotNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlogProof.make(TREE, 0, new byte[0], checkpoint(1)));
  }

  @Test
  void verify_anyBitFlipped_isRefused() throws Exception {
    byte[] file = proof(257).encode();
    for (int bit = 0; bit < file.length * 8; bit += 3) {
      byte[] bad = file.clone();
      bad[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatThrownBy(() -> TlogProof.parse(bad).verify(KEYS))
          .as("bit %d of byte %d", bit % 8, bit / 8)
          .isInstanceOf(NoteException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tlog-proof@v1, tlog-proof@v2",
    "index 257, index 256",
    "index 257, index 0257",
    "index 257, index -1",
    "index 257, index 99999999999999999999",
    "index 257, INDEX 257",
    "'index 257\n', ''",
    "'index 257\n', 'index 257\nindex 257\n'",
    "'extra [^\n]*\n', 'extra \n'",
    "'extra [^\n]*\n', 'extra !\n'",
    "'(extra [^\n]*\n)', '$1$1'",
    "'(extra [^\n]*\n)(index 257\n)', '$2$1'",
    "'(index 257\n)([^\n]*\n)', '$1'",
    "'(index 257\n)([^\n]*\n)', '$1$2$2'",
    "'(index 257\n)([^\n]*\n)([^\n]*\n)', '$1$3$2'",
    "'(index 257\n)([^\n]*\n)', '$1 $2'",
    "'(index 257\n)(?s).*\n\n(example)', '$1\n$2'",
    "'\n\nexample', '\n\n\nexample'",
    "'\n\nexample', '\nexample'",
    "'\n300\n', '\n299\n'",
    "'\n300\n', '\n301\n'",
  })
  void verify_changedFile_isRefused(String regex, String by) throws Exception {
    String file = new String(proof(257).encode(), StandardCharsets.UTF_8);
    String changed = file.replaceFirst(regex, by);
    assertThat(changed).isNotEqualTo(file);
    assertThatThrownBy(() -> TlogProof.parse(changed.getBytes(StandardCharsets.UTF_8)).verify(KEYS))
        .isInstanceOf(NoteException.class);
  }

  @Test
  void parse_morethan63Hashes_isRefused() throws Exception {
    String file = new String(proof(257).encode(), StandardCharsets.UTF_8);
    String line = TREE.leaf(0).base64() + "\n";
    String changed = file.replaceFirst("index 257\n", "index 257\n" + line.repeat(60));
    assertThatThrownBy(() -> TlogProof.parse(changed.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            NoteException.class, e -> assertThat(e.problem()).isEqualTo(Problem.TOO_LARGE));
  }

  @Test
  void verify_signedByAnotherKey_isRefused() throws Exception {
    TestSigner thief = TestSigner.of(LOG.name());
    TlogProof proof = proof(5);
    assertThatThrownBy(() -> proof.verify(TrustedKeys.of(thief.verifier())))
        .isInstanceOfSatisfying(
            NoteException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NOT_SIGNED));
  }
}
