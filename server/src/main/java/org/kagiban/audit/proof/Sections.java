package org.kagiban.audit.proof;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.NoteException.Problem;
import org.kagiban.audit.note.NoteText;
import org.kagiban.audit.note.SignedNote;

/**
 * Lines, an empty line and a checkpoint: the common form of a tlog-proof and of an add-checkpoint
 * request.
 *
 * @param head at least one line, without newlines
 * @param checkpoint a signed note as it came, not verified
 */
public record Sections(List<String> head, byte[] checkpoint) {
  // Extra data of one whole entry in base64, an index, 63 hashes.
  private static final int MAX_HEAD = 100_000;

  /** Splits at the first empty line. */
  public static Sections split(byte[] bytes) throws NoteException {
    if (bytes.length > MAX_HEAD + SignedNote.MAX_BYTES) {
      throw new NoteException(Problem.TOO_LARGE, "larger than any proof and checkpoint");
    }
    String all = NoteText.decode(bytes);
    int blank = all.indexOf("\n\n");
    if (blank < 0 || blank > MAX_HEAD) {
      throw NoteException.malformed("no empty line before the checkpoint");
    }
    List<String> head = List.of(all.substring(0, blank).split("\n", -1));
    return new Sections(head, all.substring(blank + 2).getBytes(StandardCharsets.UTF_8));
  }
}
