package org.kagiban.audit.http;

/** A witness that did not cosign. */
public final class WitnessException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Problem problem;

  /** Why not. */
  public enum Problem {
    /** Nobody answers, not in time, or with a fault of its own. Worth another try. */
    UNREACHABLE,
    /** What it answers is no answer, or its cosignature is not its own. */
    MISBEHAVED,
    /** It does not know this log or this log's key, or is another kind of server. */
    REFUSED,
    /** Others gave it newer checkpoints of this log at the same time. Worth another try. */
    BUSY,
    /** It cosigned a larger tree than this one, or says so. */
    AHEAD,
    /** This tree does not continue the one that it cosigned. */
    FORKED
  }

  public WitnessException(Problem problem, String message) {
    super(message);
    this.problem = problem;
  }

  WitnessException(Problem problem, String message, Throwable cause) {
    super(message, cause);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }

  /** Whether the witness knows another history of this log than the log itself shows. */
  public boolean isDispute() {
    return problem == Problem.AHEAD || problem == Problem.FORKED;
  }
}
