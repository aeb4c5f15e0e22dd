package org.kagiban.audit.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kagiban.audit.note.Cosignature;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.NoteException.Problem;
import org.kagiban.audit.note.NoteSignature;
import org.kagiban.audit.note.TestSigner;

class AddCheckpointTest {
  // The example of c2sp.org/tlog-witness.
  private static final String EXAMPLE =
      """
      old 20852014
      PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
      jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
      5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
      /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

      example.com/behind-the-sofa
      20852163
      CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

      \u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5\
      /Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
      """;

  private final TestSigner witness = TestSigner.of("witness.example/w");
  private final String text = "example.com/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
  private final String line = Cosignature.make(text, witness, Instant.EPOCH).line() + "\n";

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<NoteSignature> cosignatures(String answer) throws NoteException {
    return AddCheckpoint.cosignatures(utf8(answer), text, List.of(witness.cosigner()));
  }

  @Test
  void parse_example_readsBack() throws NoteException {
    AddCheckpoint request = AddCheckpoint.parse(utf8(EXAMPLE));
    assertThat(request.oldSize()).isEqualTo(20_852_014);
    assertThat(request.proof()).hasSize(4);
    assertThat(new String(request.checkpoint(), StandardCharsets.UTF_8))
        .startsWith("example.com/behind-the-sofa\n20852163\n");
    assertThat(request.encode()).isEqualTo(utf8(EXAMPLE));
  }

  @Test
  void cosignatures_ofStrangers_areLeftOut() throws NoteException {
    TestSigner stranger = TestSigner.of("stranger.example");
    String other = Cosignature.make(text, stranger, Instant.EPOCH).line() + "\n";
    assertThat(cosignatures(other + line)).extracting(s -> s.line() + "\n").containsExactly(line);
    assertThatThrownBy(() -> cosignatures(other))
        .isInstanceOfSatisfying(
            NoteException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NOT_SIGNED));
  }

  @Test
  void cosignatures_thatDoNotFitOrAreNone_areRefused() {
    String wrong = Cosignature.make("other\n", witness, Instant.EPOCH).line() + "\n";
    for (String answer : List.of("", "\n", "<html>\n", wrong, line + wrong, line.trim())) {
      assertThatThrownBy(() -> cosignatures(answer)).isInstanceOf(NoteException.class);
    }
    assertThatThrownBy(() -> AddCheckpoint.cosignatures(new byte[2_000_000], text, List.of()))
        .isInstanceOf(NoteException.class);
  }
}
