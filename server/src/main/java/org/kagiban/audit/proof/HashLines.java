package org.kagiban.audit.proof;

import java.util.ArrayList;
import java.util.List;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.NoteException.Problem;
import org.kagiban.audit.tree.Hash;

/** Hashes as lines of base64, as tlog-proof and tlog-witness write a proof. */
public final class HashLines {
  /** Most hashes of a proof: a tree has fewer than 2^63 leaves. */
  public static final int MAX = 63;

  private HashLines() {}

  /** Each with its newline. */
  public static String write(List<Hash> hashes) {
    StringBuilder lines = new StringBuilder();
    hashes.forEach(hash -> lines.append(hash.base64()).append('\n'));
    return lines.toString();
  }

  /**
   * Reads lines without their newlines.
   *
   * @throws NoteException TOO_LARGE for more than 63
   */
  public static List<Hash> parse(List<String> lines) throws NoteException {
    if (lines.size() > MAX) {
      throw new NoteException(Problem.TOO_LARGE, "a proof has at most 63 hashes");
    }
    List<Hash> hashes = new ArrayList<>();
    for (String line : lines) {
      try {
        hashes.add(Hash.parse(line));
      } catch (IllegalArgumentException e) {
        throw NoteException.malformed("a line of a proof is not a hash: " + e.getMessage());
      }
    }
    return hashes;
  }
}
