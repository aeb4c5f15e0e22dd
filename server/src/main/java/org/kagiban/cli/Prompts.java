package org.kagiban.cli;

/**
 * Asks the person at the terminal. Every method throws {@link CliException} (usage) where there is
 * nobody to ask, or the input ends. For one thread at a time.
 */
public interface Prompts {
  /** Whether there is somebody to ask. */
  boolean available();

  /** Shows something. */
  void say(String text);

  /** Asks for a line that is shown while it is typed; without blanks around it. */
  String line(String question);

  /** Asks for something secret, not shown while it is typed; the caller zeroes it. */
  char[] hidden(String question);
}
