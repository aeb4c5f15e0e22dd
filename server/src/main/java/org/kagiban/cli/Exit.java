package org.kagiban.cli;

/** The exit codes of {@code kagiban}. Scripts rely on them. */
public final class Exit {
  /** Done; where a code was asked about: accepted. */
  public static final int OK = 0;

  /** The server answered with a verdict other than ACCEPTED. */
  public static final int NOT_ACCEPTED = 1;

  /** The command or one of its files is wrong; nothing was asked of the server or changed. */
  public static final int USAGE = 2;

  /** Nobody answers, or the server is in doubt; try again later. */
  public static final int UNAVAILABLE = 3;

  /** The server refused: not allowed, not found, or not in this state. */
  public static final int REFUSED = 4;

  /** A fault of Kagiban itself; worth a report. */
  public static final int FAULT = 5;

  private Exit() {}
}
