package org.kagiban.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of all commands. */
@Command(
    name = "kagiban",
    mixinStandardHelpOptions = true,
    version = "kagiban " + KagibanCommand.VERSION,
    description = "Verifies one-time codes whose secrets stay in an HSM.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = HelpCommand.class)
final class KagibanCommand implements Runnable {
  static final String VERSION = "0.1.0";

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets spec
  KagibanCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing; see kagiban --help");
  }
}
