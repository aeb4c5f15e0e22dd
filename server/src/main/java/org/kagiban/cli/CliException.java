package org.kagiban.cli;

/** Ends a command with one sentence for the person who ran it, and what to do next. */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exit;

  /**
   * @param exit one of {@link Exit}
   */
  public CliException(int exit, String message) {
    super(message);
    this.exit = exit;
  }

  public CliException(int exit, String message, Throwable cause) {
    super(message, cause);
    this.exit = exit;
  }

  /** For {@link Exit#USAGE}. */
  public static CliException usage(String message) {
    return new CliException(Exit.USAGE, message);
  }

  public int exit() {
    return exit;
  }
}
