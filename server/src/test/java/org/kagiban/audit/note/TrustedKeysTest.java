package org.kagiban.audit.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.kagiban.audit.note.NoteException.Problem;
import org.kagiban.audit.tree.TreeHasher;

class TrustedKeysTest {
  private static final Instant TIME = Instant.ofEpochSecond(1_679_315_147, 999);

  private final TestSigner log = TestSigner.of("example.com/log");
  private final TestSigner one = TestSigner.of("witness.example/1");
  private final TestSigner two = TestSigner.of("witness.example/2");
  private final String text = new Checkpoint("example.com/log", 0, TreeHasher.empty()).text();
  private final SignedNote note = SignedNote.sign(text, log);
  private final TrustedKeys keys = TrustedKeys.of(log.verifier());

  private static void assertRefused(TrustedKeys keys, SignedNote note, Problem problem) {
    assertThatThrownBy(() -> keys.open(note.encode()))
        .isInstanceOfSatisfying(
            NoteException.class, e -> assertThat(e.problem()).isEqualTo(problem));
  }

  @Test
  void open_cosignedCheckpoint_namesWhoSigned() throws NoteException {
    SignedNote cosigned =
        note.with(Cosignature.make(text, one, TIME)).with(Cosignature.make(text, two, TIME));
    TrustedKeys trusted = keys.withWitnesses(Set.of(one.cosigner(), two.cosigner()), 2);
    SignedCheckpoint signed = trusted.open(cosigned.encode());
    assertThat(signed.checkpoint().text()).isEqualTo(text);
    assertThat(signed.logKeys()).containsExactly(log.verifier());
    assertThat(signed.witnesses()).containsExactlyInAnyOrder(one.cosigner(), two.cosigner());
    assertThat(Cosignature.time(signed.note().signatures().get(1)))
        .isEqualTo(Instant.ofEpochSecond(1_679_315_147));
  }

  @Test
  void open_tooFewWitnesses_isRefused() {
    TrustedKeys trusted = keys.withWitnesses(Set.of(one.cosigner(), two.cosigner()), 2);
    assertRefused(trusted, note, Problem.TOO_FEW_WITNESSES);
    SignedNote once = note.with(Cosignature.make(text, one, TIME));
    SignedNote twice = once.with(Cosignature.make(text, one, TIME.plusSeconds(1)));
    assertRefused(trusted, twice, Problem.TOO_FEW_WITNESSES);
  }

  @Test
  void open_oneWitnessUnderTwoNames_countsOnce() {
    TestSigner alias = new TestSigner("witness.example/alias", one.publicKey(), one.key());
    TrustedKeys trusted = keys.withWitnesses(Set.of(one.cosigner(), alias.cosigner()), 2);
    SignedNote both =
        note.with(Cosignature.make(text, one, TIME)).with(Cosignature.make(text, alias, TIME));
    assertRefused(trusted, both, Problem.TOO_FEW_WITNESSES);
  }

  @Test
  void open_cosignatureOverAnotherTextOrTime_isRefused() {
    TrustedKeys trusted = keys.withWitnesses(Set.of(one.cosigner()), 0);
    SignedNote other = note.with(Cosignature.make("other\n", one, TIME));
    assertRefused(trusted, other, Problem.BAD_SIGNATURE);
    NoteSignature good = Cosignature.make(text, one, TIME);
    for (int i = 0; i < good.bytes().length; i++) {
      byte[] bytes = good.bytes();
      bytes[i] ^= (byte) 0x80;
      NoteSignature bad = new NoteSignature(good.name(), good.keyId(), bytes);
      assertRefused(trusted, note.with(bad), Problem.BAD_SIGNATURE);
    }
    byte[] cut = Arrays.copyOf(good.bytes(), 71);
    SignedNote shorter = note.with(new NoteSignature(good.name(), good.keyId(), cut));
    assertRefused(trusted, shorter, Problem.BAD_SIGNATURE);
  }

  /** The message of c2sp.org/tlog-cosignature, spelt out. */
  @Test
  void make_signsTheSpecifiedBytes() {
    NoteSignature made = Cosignature.make(text, one, TIME);
    String message = "cosignature/v1\ntime 1679315147\n" + text;
    byte[] signature = one.sign(message.getBytes(StandardCharsets.UTF_8));
    assertThat(made.bytes()).endsWith(signature).startsWith(0, 0, 0, 0, 0x64, 0x18, 0x50, 0xcb);
    assertThat(made.keyId()).isEqualTo(one.cosigner().id());
  }

  @Test
  void open_signedByAnotherKeyOfTheSameName_isRefused() {
    TestSigner thief = TestSigner.of("example.com/log");
    assertRefused(keys, SignedNote.sign(text, thief), Problem.NOT_SIGNED);
  }

  @Test
  void open_checkpointOfAnotherOrigin_isRefused() {
    String other = new Checkpoint("example.com/other", 0, TreeHasher.empty()).text();
    assertRefused(keys, SignedNote.sign(other, log), Problem.OTHER_ORIGIN);
  }

  @Test
  void open_signedTextThatIsNoCheckpoint_isRefused() {
    assertRefused(keys, SignedNote.sign("example.com/log\n", log), Problem.MALFORMED);
  }

  @Test
  void new_keysOfTheWrongKindOrAnImpossibleQuorum_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> TrustedKeys.of(one.cosigner()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> keys.withWitnesses(Set.of(one.verifier()), 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> keys.withWitnesses(Set.of(one.cosigner()), 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrustedKeys("a", Set.of(), Set.of(), 0));
  }
}
