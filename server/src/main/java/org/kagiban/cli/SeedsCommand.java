package org.kagiban.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code kagiban seeds}. */
@Command(
    name = "seeds",
    description =
        "Seal a vendor's seed file offline, propose to load it, propose to move all seeds.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class SeedsCommand {
  static CommandLine with(Desk desk) {
    return new CommandLine(new SeedsCommand())
        .addSubcommand(new SeedsImportKeyCommand())
        .addSubcommand(new SeedsSealCommand(desk.prompts()))
        .addSubcommand(new SeedsProposeCommand(desk))
        .addSubcommand(new SeedsMigrateCommand(desk))
        .addSubcommand(new SeedsSampleCommand())
        .addSubcommand(new SeedsLoadCommand());
  }
}
