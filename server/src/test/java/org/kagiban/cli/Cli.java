package org.kagiban.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs the command as Main would, and keeps what it prints. */
final class Cli {
  private Cli() {}

  record Run(int exit, String out, String err) {}

  /** With nobody at a terminal. */
  static Run run(String... arguments) {
    return run(ScriptedPrompts.nobody(), null, arguments);
  }

  static Run run(Prompts prompts, @Nullable AtHsm atHsm, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Commands commands = new Commands();
    ClientCommands.addTo(commands, prompts, Clock.systemUTC(), atHsm);
    CommandLine root = commands.under(new Root(), arguments);
    root.setOut(new PrintWriter(out, true));
    root.setErr(new PrintWriter(err, true));
    int exit = root.execute(arguments);
    return new Run(exit, out.toString(), err.toString());
  }

  @Command(name = "kagiban")
  static final class Root {}
}
