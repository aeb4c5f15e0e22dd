package org.kagiban.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code kagiban ceremony}. */
@Command(
    name = "ceremony",
    description = {
      "Key ceremonies: what custodians agree on and do together, never one alone.",
      "One proposes a file, others approve it, then it runs. Each act is signed with the key of the"
          + " connect file."
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class CeremonyCommand {
  static CommandLine with(Desk desk) {
    CommandLine ceremony = new CommandLine(new CeremonyCommand());
    List.of(
            new CeremonyCheckCommand(),
            new CeremonyProposeCommand(desk),
            new CeremonyListCommand(),
            new CeremonyShowCommand(),
            new CeremonyApproveCommand(desk),
            new CeremonyWithdrawCommand(desk),
            new CeremonyCancelCommand(desk),
            new CeremonyRunCommand(desk),
            new CeremonyAbortCommand(desk),
            new CeremonyKeysCommand(),
            new CeremonyVerifyCommand())
        .forEach(ceremony::addSubcommand);
    return ceremony;
  }
}
