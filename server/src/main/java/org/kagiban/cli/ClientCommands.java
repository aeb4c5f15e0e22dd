package org.kagiban.cli;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;

/** Everything of the {@code kagiban} command that is not the server itself. */
public final class ClientCommands {
  private ClientCommands() {}

  /**
   * Adds the commands to the root command, and how faults are told. Call it last.
   *
   * @param prompts asks whoever runs them
   * @param clock of this machine
   * @param atHsm performs ceremonies at the HSM; null where this program cannot
   * @param ofAuditors further commands of {@code kagiban audit}, from rooms that this one does not
   *     know
   */
  public static void addTo(
      CommandLine root, Prompts prompts, Clock clock, @Nullable AtHsm atHsm, Object... ofAuditors) {
    for (Object command : all(new Desk(prompts, clock, atHsm))) {
      root.addSubcommand(command);
    }
    for (Object command : ofAuditors) {
      requireNonNull(root.getSubcommands().get("audit")).addSubcommand(command);
    }
    CommandLine completion = new CommandLine(new GenerateCompletion());
    completion.getCommandSpec().usageMessage().hidden(true);
    root.addSubcommand("generate-completion", completion);
    ExitCodes.complete(root);
    // The guide's words are Japanese, whatever the machine's locale.
    root.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    root.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    root.setExpandAtFiles(false);
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setExecutionExceptionHandler(
        (failure, command, parsed) -> Complaints.of(failure, command));
    root.setParameterExceptionHandler((failure, arguments) -> Complaints.of(failure));
  }

  private static List<Object> all(Desk desk) {
    return List.of(
        new VerifyCommand(),
        new VerifyTransactionCommand(),
        new EnrollCommand(),
        new ResyncCommand(),
        new UnenrollCommand(),
        new ReplaceCommand(),
        new TokensCommand(),
        new TokenInfoCommand(),
        new SuspendCommand(),
        new ResumeCommand(),
        new UnlockCommand(),
        new RetireCommand(),
        new TemporaryCodeCommand(),
        SeedsCommand.with(desk),
        CeremonyCommand.with(desk),
        AuditCommand.with(desk),
        new TokenCommand(),
        new HealthCommand());
  }
}
