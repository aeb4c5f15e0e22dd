package org.kagiban.custody.pskc;

/**
 * A seed file that cannot be used as a whole. The message is a sentence or two for people: what is
 * wrong, where, and what to do. It never holds a seed.
 */
public final class PskcException extends Exception {
  private static final long serialVersionUID = 1;

  /** What is wrong with the file. */
  public enum Problem {
    NOT_XML,
    DOCTYPE,
    TOO_LARGE,
    NOT_PSKC,
    DRAFT_FORMAT,
    BAD_STRUCTURE,
    UNSUPPORTED,
    NOT_SEALED,
    ALREADY_SEALED,
    KEY_NEEDED,
    WRONG_KIND_OF_KEY,
    MAC_MISSING,
    MAC_WRONG,
    NOTHING_SEALED
  }

  private final Problem problem;
  private final int line;
  private final int column;

  PskcException(Problem problem, String message) {
    this(problem, message, 0, 0);
  }

  PskcException(Problem problem, String message, int line, int column) {
    super(line > 0 ? "line " + line + ", column " + column + ": " + message : message);
    this.problem = problem;
    this.line = line;
    this.column = column;
  }

  public Problem problem() {
    return problem;
  }

  /** From 1, 0 where it is about no place in particular. */
  public int line() {
    return line;
  }

  /** From 1, 0 where it is about no place in particular. */
  public int column() {
    return column;
  }
}
