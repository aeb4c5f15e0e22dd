package org.kagiban.cli;

import java.time.Clock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything of the {@code kagiban} command that is not the server itself. */
public final class ClientCommands {
  private ClientCommands() {}

  /**
   * Adds the commands.
   *
   * @param prompts asks whoever runs them
   * @param clock of this machine
   * @param atHsm performs ceremonies at the HSM; null where this program cannot
   * @param ofAuditors further commands of {@code kagiban audit}, from rooms that this one does not
   *     know
   */
  public static void addTo(
      Commands commands,
      Prompts prompts,
      Clock clock,
      @Nullable AtHsm atHsm,
      Supplier<?>... ofAuditors) {
    Desk desk = new Desk(prompts, clock, atHsm);
    commands
        .add(VerifyCommand.class, VerifyCommand::new)
        .add(VerifyTransactionCommand.class, VerifyTransactionCommand::new)
        .add(EnrollCommand.class, EnrollCommand::new)
        .add(ResyncCommand.class, ResyncCommand::new)
        .add(UnenrollCommand.class, UnenrollCommand::new)
        .add(ReplaceCommand.class, ReplaceCommand::new)
        .add(TokensCommand.class, TokensCommand::new)
        .add(TokenInfoCommand.class, TokenInfoCommand::new)
        .add(SuspendCommand.class, SuspendCommand::new)
        .add(ResumeCommand.class, ResumeCommand::new)
        .add(UnlockCommand.class, UnlockCommand::new)
        .add(RetireCommand.class, RetireCommand::new)
        .add(TemporaryCodeCommand.class, TemporaryCodeCommand::new)
        .add(SeedsCommand.class, () -> SeedsCommand.with(desk))
        .add(CeremonyCommand.class, () -> CeremonyCommand.with(desk))
        .add(AuditCommand.class, () -> AuditCommand.with(desk, ofAuditors))
        .add(TokenCommand.class, TokenCommand::new)
        .add(HealthCommand.class, HealthCommand::new);
  }
}
