package org.kagiban.audit.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagiban.audit.note.NoteException.Problem;

class SignedNoteTest {
  // The example of golang.org/x/mod/sumdb/note, which published the private key too.
  private static final String TEXT =
      """
      If you think cryptography is the answer to your problem,
      then you don't know what your problem is.
      """;
  private static final String LINE =
      "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngot"
          + "pRZb6KE6RyyBwJnAM=\n";
  private static final VerifierKey PETER =
      VerifierKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void assertRefused(byte[] note, Problem problem) {
    assertThatThrownBy(() -> SignedNote.parse(note).verify(List.of(PETER)))
        .isInstanceOfSatisfying(
            NoteException.class, e -> assertThat(e.problem()).isEqualTo(problem));
  }

  @Test
  void verify_publishedNote_isSigned() throws NoteException {
    SignedNote note = SignedNote.parse(utf8(TEXT + "\n" + LINE));
    assertThat(note.verify(List.of(PETER))).containsExactly(PETER);
    assertThat(note.text()).isEqualTo(TEXT);
    assertThat(note.encode()).isEqualTo(utf8(TEXT + "\n" + LINE));
  }

  @Test
  void sign_withThePublishedKey_givesThePublishedNote() {
    byte[] skey = Base64.getDecoder().decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz");
    byte[] secret = Arrays.copyOfRange(skey, 1, 33);
    TestSigner signer = TestSigner.of("PeterNeumann", PETER.publicKey(), secret);
    assertThat(SignedNote.sign(TEXT, signer).encode()).isEqualTo(utf8(TEXT + "\n" + LINE));
  }

  /** Every bit of a note is covered: by the signature, or by having one spelling only. */
  @Test
  void verify_anyBitFlipped_isRefused() {
    byte[] note = utf8(TEXT + "\n" + LINE);
    for (int bit = 0; bit < note.length * 8; bit++) {
      byte[] bad = note.clone();
      bad[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatThrownBy(() -> SignedNote.parse(bad).verify(List.of(PETER)))
          .as("bit %d", bit)
          .isInstanceOf(NoteException.class);
    }
  }

  @Test
  void verify_anyByteRemovedOrDoubled_isRefused() {
    byte[] note = utf8(TEXT + "\n" + LINE);
    for (int i = 0; i < note.length; i++) {
      byte[] shorter = new byte[note.length - 1];
      System.arraycopy(note, 0, shorter, 0, i);
      System.arraycopy(note, i + 1, shorter, i, note.length - 1 - i);
      byte[] longer = new byte[note.length + 1];
      System.arraycopy(note, 0, longer, 0, i);
      System.arraycopy(note, i, longer, i + 1, note.length - i);
      longer[i] = note[i];
      for (byte[] bad : List.of(shorter, longer)) {
        assertThatThrownBy(() -> SignedNote.parse(bad).verify(List.of(PETER)))
            .as("byte %d", i)
            .isInstanceOf(NoteException.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "\n\n",
        "text",
        "text\n",
        "text\n\n",
        "text\n\n\n",
        "text\n\nsignature\n",
        "text\n\n- name AAAAAAA=\n",
        "text\n\n\u2014 name AAAAAAA=",
        "text\n\n\u2014 name AAAAAA==\n",
        "text\n\n\u2014 name AAAAAAB=\n",
        "text\n\n\u2014 name AAAAAAA\n",
        "text\n\n\u2014 name AAAA_AA=\n",
        "text\n\n\u2014 name  AAAAAAA=\n",
        "text\n\n\u2014 name AAAAAAA= \n",
        "text\n\n\u2014  AAAAAAA=\n",
        "text\n\n\u2014 AAAAAAA=\n",
        "text\n\n\u2014name AAAAAAA=\n",
        "text\n\n\u2014 a+b AAAAAAA=\n",
        "text\n\n\u2014 a\u00a0b AAAAAAA=\n",
        "text\n\n\u2014 a\u0085b AAAAAAA=\n",
        "text\n\n\u2014 a\u2003b AAAAAAA=\n",
        "text\n\n\u2014 name AAAAAAA=\n\n",
        "te\txt\n\n\u2014 name AAAAAAA=\n",
        "text\r\n\r\n\u2014 name AAAAAAA=\r\n",
        "text\0\n\n\u2014 name AAAAAAA=\n",
      })
  void parse_otherForms_areRefused(String note) {
    assertRefused(utf8(note), Problem.MALFORMED);
  }

  @Test
  void parse_notUtf8_isRefused() {
    byte[] note = utf8(TEXT + "\n" + LINE);
    note[0] = (byte) 0xFF;
    assertRefused(note, Problem.MALFORMED);
  }

  @Test
  void parse_textWithEmptyLines_isSplitAtTheLast() throws NoteException {
    TestSigner signer = TestSigner.of("example.com/a");
    String text = "one\n\ntwo\n\n\u2014 three AAAAAAA=\n";
    SignedNote note = SignedNote.parse(SignedNote.sign(text, signer).encode());
    assertThat(note.text()).isEqualTo(text);
    assertThat(note.verify(List.of(signer.verifier()))).hasSize(1);
  }

  @Test
  void verify_strangersAmongTheSignatures_areIgnored() throws NoteException {
    TestSigner other = TestSigner.of("EnochRoot");
    // The same name with another key, and another name with the same key.
    TestSigner namesake = TestSigner.of("PeterNeumann");
    SignedNote note = SignedNote.parse(utf8(TEXT + "\n" + LINE));
    for (TestSigner stranger : List.of(other, namesake)) {
      note = note.with(SignedNote.sign(TEXT, stranger).signatures().get(0));
    }
    note = SignedNote.parse(note.encode());
    assertThat(note.signatures()).hasSize(3);
    assertThat(note.verify(List.of(PETER))).containsExactly(PETER);
    assertThat(note.verify(List.of(other.verifier(), PETER)))
        .containsExactly(other.verifier(), PETER);
    assertThat(note.with(note.signatures().get(1))).isSameAs(note);
  }

  @Test
  void verify_noneOrABadSignatureOfAKnownKey_isRefused() {
    TestSigner other = TestSigner.of("EnochRoot");
    byte[] byOther = SignedNote.sign(TEXT, other).encode();
    assertRefused(byOther, Problem.NOT_SIGNED);
    // A good signature does not make up for a bad one.
    String bad = LINE.replace("KoE", "KoF").replace("gotpRZb6", "gotpRZb7");
    assertRefused(utf8(TEXT + "\n" + LINE + bad), Problem.BAD_SIGNATURE);
    assertRefused(utf8("Another text\n\n" + LINE), Problem.BAD_SIGNATURE);
  }

  @Test
  void parse_tooLarge_isRefused_andOneHundredSignaturesAreFine() {
    assertThatCode(() -> SignedNote.parse(utf8(TEXT + "\n" + LINE.repeat(100))))
        .doesNotThrowAnyException();
    assertRefused(utf8(TEXT + "\n" + LINE.repeat(101)), Problem.TOO_LARGE);
    assertRefused(new byte[1_000_001], Problem.TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no newline", "tab\t\n", "half a pair \ud800\n"})
  void sign_textThatIsNotANotes_isRefused(String text) {
    TestSigner signer = TestSigner.of("a");
    assertThatIllegalArgumentException().isThrownBy(() -> SignedNote.sign(text, signer));
  }

  @Test
  void sign_faultySignature_doesNotLeave() {
    TestSigner signer = TestSigner.of("a");
    TestSigner faulty = new TestSigner("a", TestSigner.of("a").publicKey(), signer.key());
    assertThatThrownBy(() -> SignedNote.sign(TEXT, faulty))
        .isInstanceOf(IllegalStateException.class);
  }
}
