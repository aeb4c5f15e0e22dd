package org.kagiban.audit.witness;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.kagiban.audit.note.Decimal;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.NoteException.Problem;
import org.kagiban.audit.note.NoteSignature;
import org.kagiban.audit.note.NoteText;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.audit.proof.HashLines;
import org.kagiban.audit.proof.Sections;
import org.kagiban.audit.tree.Hash;

/**
 * The body of {@code POST <prefix>/add-checkpoint}: c2sp.org/tlog-witness.
 *
 * <pre>
 * old 20852014
 * (base64 of a hash, a line each: the consistency proof)
 *
 * (the checkpoint, signed)
 * </pre>
 *
 * @param oldSize of the last checkpoint that the witness cosigned, 0 where there is none
 * @param proof from there to the checkpoint, at most 63 hashes
 * @param checkpoint a signed note
 */
public record AddCheckpoint(long oldSize, List<Hash> proof, byte[] checkpoint) {
  /** Follows the witness's submission prefix. */
  public static final String PATH = "/add-checkpoint";

  private static final String OLD = "old ";

  public AddCheckpoint {
    proof = List.copyOf(proof);
    if (oldSize < 0 || proof.size() > HashLines.MAX) {
      throw new IllegalArgumentException("an old size of 0 at least, 63 hashes at most");
    }
  }

  /** Reads a request; its checkpoint is not looked at. */
  public static AddCheckpoint parse(byte[] body) throws NoteException {
    Sections sections = Sections.split(body);
    List<String> head = sections.head();
    if (!head.get(0).startsWith(OLD)) {
      throw NoteException.malformed("a request begins with the old size");
    }
    return new AddCheckpoint(
        Decimal.parse(head.get(0).substring(OLD.length())),
        HashLines.parse(head.subList(1, head.size())),
        sections.checkpoint());
  }

  /** The request's body. */
  public byte[] encode() {
    String head = OLD + oldSize + "\n" + HashLines.write(proof) + "\n";
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    body.writeBytes(checkpoint);
    return body.toByteArray();
  }

  /**
   * The cosignatures in a witness's answer of status 200. Signatures of unknown keys are ignored.
   *
   * @param answer the answer's body
   * @param text of the checkpoint that was sent
   * @param witnesses keys of type 0x04
   * @return at least one
   * @throws NoteException where none is there, or one in a known name does not fit
   */
  public static List<NoteSignature> cosignatures(
      byte[] answer, String text, Collection<VerifierKey> witnesses) throws NoteException {
    if (answer.length > SignedNote.MAX_BYTES) {
      throw new NoteException(Problem.TOO_LARGE, "the witness's answer is too long");
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    List<NoteSignature> known = new ArrayList<>();
    for (NoteSignature signature : SignedNote.signatures(NoteText.decode(answer))) {
      for (VerifierKey key : witnesses) {
        if (key.claims(signature)) {
          if (!key.verifies(bytes, signature)) {
            throw new NoteException(
                Problem.BAD_SIGNATURE, "the cosignature of " + key.name() + " does not fit");
          }
          known.add(signature);
        }
      }
    }
    if (known.isEmpty()) {
      throw new NoteException(Problem.NOT_SIGNED, "no known witness cosigned");
    }
    return known;
  }
}
