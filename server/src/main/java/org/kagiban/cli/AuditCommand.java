package org.kagiban.cli;

import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code kagiban audit}. */
@Command(
    name = "audit",
    description = {
      "Audits: what every key did, by whom, and that nothing was changed or left out since.",
      "What reads a folder needs no server, no HSM and no trust in either: only the log's public"
          + " key, from the transcript of the ceremony that made it."
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class AuditCommand {
  static CommandLine with(Desk desk, Supplier<?>... others) {
    CommandLine audit = new CommandLine(new AuditCommand());
    // Those that ask a server or a person take the desk, as in CeremonyCommand.
    List.<Object>of(
            new AuditKeyCommand(),
            new AuditVerifyCommand(),
            new AuditProveCommand(),
            new AuditCheckCommand(),
            new AuditDiffCommand(),
            new AuditKeyHistoryCommand(),
            new AuditSearchCommand(),
            new AuditShowCommand(),
            new AuditEventCommand(),
            new AuditExportCommand(),
            new AuditReconcileCommand(),
            new AuditServeCommand(),
            new AuditWitnessCommand(desk.clock()))
        .forEach(audit::addSubcommand);
    for (Supplier<?> other : others) {
      audit.addSubcommand(other.get());
    }
    return audit;
  }
}
