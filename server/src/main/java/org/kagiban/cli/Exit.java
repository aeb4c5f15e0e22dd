package org.kagiban.cli;

/** The exit codes of {@code kagiban}. Scripts rely on them. */
public final class Exit {
  /** Done; where a code was asked about: accepted. */
  public static final int OK = 0;

  /** The server answered with a verdict other than ACCEPTED. */
  public static final int NOT_ACCEPTED = 1;

  /** An audit found something: a log, a proof or a comparison does not hold. */
  public static final int FINDINGS = 1;

  /** The command or one of its files is wrong; nothing was asked of the server or changed. */
  public static final int USAGE = 2;

  /** Nobody answers, or the server is in doubt; try again later. */
  public static final int UNAVAILABLE = 3;

  /** The server refused: not allowed, not found, or not in this state. */
  public static final int REFUSED = 4;

  /** A fault of Kagiban itself; worth a report. */
  public static final int FAULT = 5;

  /** For the exit codes in {@code --help}. */
  public static final String HEADING = "%nExit codes:%n";

  static final String ACCEPTED_LINE = "0:the server answered ACCEPTED";
  static final String NOT_ACCEPTED_LINE = "1:the server answered with another verdict";
  static final String USAGE_LINE = "2:the command or one of its files is wrong; nothing was done";
  static final String UNAVAILABLE_LINE = "3:nobody answers, or the server is in doubt; try again";
  static final String REFUSED_LINE = "4:the server refused, or what it sent cannot be right";

  private Exit() {}
}
