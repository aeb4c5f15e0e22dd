package org.kagiban.audit.note;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.kagiban.audit.note.NoteException.Problem;

/**
 * A text and the signatures under it: c2sp.org/signed-note. Nothing of it is to be believed before
 * {@link #verify}. Immutable.
 */
public final class SignedNote {
  /** Most bytes of a note. */
  public static final int MAX_BYTES = 1_000_000;

  /** Most signatures under a note. */
  public static final int MAX_SIGNATURES = 100;

  private final String text;
  private final List<NoteSignature> signatures;

  private SignedNote(String text, List<NoteSignature> signatures) {
    this.text = text;
    this.signatures = List.copyOf(signatures);
  }

  /**
   * Signs a text.
   *
   * @param text ends with a newline, has no control characters
   * @throws IllegalStateException where the signer's signature does not fit its public key
   */
  public static SignedNote sign(String text, NoteSigner signer) {
    if (!NoteText.isValid(text)) {
      throw new IllegalArgumentException("a note's text ends with a newline and has no controls");
    }
    VerifierKey key = VerifierKey.of(signer.name(), KeyType.ED25519, signer.publicKey());
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    NoteSignature signature = new NoteSignature(key.name(), key.id(), signer.sign(bytes));
    return new SignedNote(text, List.of(checked(key, bytes, signature)));
  }

  /** A faulty signature must not leave: with it goes trust, and with some faults the key. */
  static NoteSignature checked(VerifierKey key, byte[] text, NoteSignature signature) {
    if (!key.verifies(text, signature)) {
      throw new IllegalStateException("the signature of " + key.name() + " does not fit its key");
    }
    return signature;
  }

  /** Reads what {@link #encode} writes, and nothing else. */
  public static SignedNote parse(byte[] note) throws NoteException {
    if (note.length > MAX_BYTES) {
      throw new NoteException(Problem.TOO_LARGE, "a note has at most 1,000,000 bytes");
    }
    String all = NoteText.decode(note);
    int blank = all.lastIndexOf("\n\n");
    if (blank < 0 || !all.endsWith("\n") || blank + 2 == all.length()) {
      throw NoteException.malformed("a note is a text, an empty line and signature lines");
    }
    List<NoteSignature> signatures = signatures(all.substring(blank + 2));
    return new SignedNote(all.substring(0, blank + 1), signatures);
  }

  /**
   * Reads signature lines that stand alone, as a witness answers them.
   *
   * @param lines each with its newline
   */
  public static List<NoteSignature> signatures(String lines) throws NoteException {
    if (!lines.endsWith("\n")) {
      throw NoteException.malformed("the last signature line does not end");
    }
    String[] each = lines.substring(0, lines.length() - 1).split("\n", MAX_SIGNATURES + 1);
    if (each.length > MAX_SIGNATURES) {
      throw new NoteException(Problem.TOO_LARGE, "a note has at most 100 signatures");
    }
    List<NoteSignature> signatures = new ArrayList<>();
    for (String line : each) {
      signatures.add(NoteSignature.parse(line));
    }
    return signatures;
  }

  /** The note with one more signature, or itself where it has that one already. */
  public SignedNote with(NoteSignature signature) {
    if (signatures.contains(signature)) {
      return this;
    }
    List<NoteSignature> more = new ArrayList<>(signatures);
    more.add(signature);
    return new SignedNote(text, more);
  }

  /** Not to be believed yet; with its last newline. */
  public String text() {
    return text;
  }

  /** As they stand, known or not. */
  public List<NoteSignature> signatures() {
    return signatures;
  }

  /**
   * The keys of {@code known} that signed. Signatures of others are ignored, as the specification
   * says: keys are changed, witnesses come and go.
   *
   * @return in the order of {@code known}, at least one
   * @throws NoteException NOT_SIGNED, or BAD_SIGNATURE where any signature in the name of a known
   *     key is not its own
   */
  public List<VerifierKey> verify(Collection<VerifierKey> known) throws NoteException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    List<VerifierKey> signed = new ArrayList<>();
    for (VerifierKey key : known) {
      boolean found = false;
      for (NoteSignature signature : signatures) {
        if (key.claims(signature)) {
          if (!key.verifies(bytes, signature)) {
            throw new NoteException(
                Problem.BAD_SIGNATURE, "the signature of " + key.name() + " does not fit");
          }
          found = true;
        }
      }
      if (found) {
        signed.add(key);
      }
    }
    if (signed.isEmpty()) {
      throw new NoteException(Problem.NOT_SIGNED, "no key that is known signed this");
    }
    return signed;
  }

  /** UTF-8: the text, an empty line, the signature lines. */
  public byte[] encode() {
    StringBuilder note = new StringBuilder(text).append('\n');
    signatures.forEach(signature -> note.append(signature.line()).append('\n'));
    return note.toString().getBytes(StandardCharsets.UTF_8);
  }
}
