package org.kagiban.cli;

import picocli.CommandLine.Command;

/** {@code kagiban seeds}. */
@Command(
    name = "seeds",
    description = "Seal a vendor's seed file offline, and load it.",
    subcommands = {SeedsImportKeyCommand.class, SeedsSealCommand.class, SeedsLoadCommand.class},
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class SeedsCommand {}
