package org.kagiban.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;

/** {@code kagiban token}. */
@Command(
    name = "token",
    description = "A software token in the terminal: the customer's side.",
    subcommands = {TokenCreateCommand.class, TokenShowCommand.class, TokenSignCommand.class},
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class TokenCommand {
  static final String DIR = "--dir";
  static final String DIR_HELP = "The token's folder. Default: ~/.kagiban/token";

  static Path defaultFolder() {
    return Path.of(System.getProperty("user.home"), ".kagiban", "token");
  }
}
