package org.kagiban.cli;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Asks at the terminal that the command runs in. */
public final class TerminalPrompts implements Prompts {
  @Override
  public boolean available() {
    return Terminal.interactive();
  }

  @Override
  public void say(String text) {
    console().writer().println(text);
    console().flush();
  }

  @Override
  public String line(String question) {
    String answer = console().readLine("%s", question);
    if (answer == null) {
      throw ended();
    }
    return answer.strip();
  }

  @Override
  public char[] hidden(String question) {
    char @Nullable [] answer = console().readPassword("%s", question);
    if (answer == null) {
      throw ended();
    }
    return answer;
  }

  private static Console console() {
    Console console = Terminal.console();
    if (console == null) {
      throw CliException.usage("this asks questions; run it at a terminal");
    }
    return console;
  }

  private static CliException ended() {
    return CliException.usage("the input ended before the answer; nothing was done");
  }
}
