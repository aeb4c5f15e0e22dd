package org.kagiban.cli;

import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong, on standard error, and chooses the exit code. */
final class Complaints {
  private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);

  private Complaints() {}

  /** While a command ran. */
  static int of(Exception failure, CommandLine command) {
    if (failure instanceof CliException known) {
      say(command, String.valueOf(known.getMessage()));
      return known.exit();
    }
    LOG.debug("unexpected", failure);
    say(
        command,
        "a fault of Kagiban itself (%s); please report it with this line".formatted(failure));
    return Exit.FAULT;
  }

  /** While the arguments were read. */
  static int of(ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    say(command, String.valueOf(failure.getMessage()));
    PrintWriter err = command.getErr();
    if (failure instanceof UnmatchedArgumentException) {
      UnmatchedArgumentException.printSuggestions(failure, err);
    }
    if (failure instanceof MissingParameterException && command.getSubcommands().size() > 0) {
      err.println("commands: " + String.join(", ", command.getSubcommands().keySet()));
    }
    err.printf("see '%s --help'%n", command.getCommandSpec().qualifiedName());
    return Exit.USAGE;
  }

  private static void say(CommandLine command, String sentence) {
    String name = command.getCommandSpec().root().name();
    command.getErr().println(Terminal.ansi().string("@|bold " + name + ":|@ ") + sentence);
  }
}
