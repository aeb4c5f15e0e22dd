package org.kagiban.audit.note;

import java.util.regex.Pattern;

/** A note, checkpoint or proof that is not to be believed. */
public final class NoteException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Control characters, of which a note may have some, and marks that turn or hide text. */
  private static final Pattern DISGUISES = Pattern.compile("[\\p{Cc}\\p{Cf}]");

  private final Problem problem;

  /** What is wrong with it. */
  public enum Problem {
    /** The bytes are not of this form. */
    MALFORMED,
    /** More bytes, signatures or lines than anybody honest writes. */
    TOO_LARGE,
    /** The log's name is another one. */
    OTHER_ORIGIN,
    /** No signature of a key that is known. */
    NOT_SIGNED,
    /** A signature in the name of a known key, not made with it over this text. */
    BAD_SIGNATURE,
    /** Fewer witnesses signed than are asked for. */
    TOO_FEW_WITNESSES,
    /** The hashes do not lead from the entry to the root. */
    BAD_PROOF
  }

  /**
   * @param message may repeat a name or an origin that a stranger wrote: what could disguise a part
   *     of it on a terminal is replaced
   */
  public NoteException(Problem problem, String message) {
    super(DISGUISES.matcher(message).replaceAll("\uFFFD"));
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }

  public static NoteException malformed(String message) {
    return new NoteException(Problem.MALFORMED, message);
  }
}
