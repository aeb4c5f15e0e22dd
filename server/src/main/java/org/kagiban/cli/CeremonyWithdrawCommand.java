package org.kagiban.cli;

import org.kagiban.custody.ceremony.Act;
import org.kagiban.v1.WithdrawApprovalRequest;
import org.kagiban.v1.WithdrawApprovalResponse;
import picocli.CommandLine.Command;

/** {@code kagiban ceremony withdraw}. */
@Command(
    name = "withdraw",
    description = "Take your approval back, as long as the ceremony has not begun.",
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {"0:taken back", Exit.USAGE_LINE, Exit.UNAVAILABLE_LINE, Exit.REFUSED_LINE},
    mixinStandardHelpOptions = true)
final class CeremonyWithdrawCommand extends OneCeremonyCommand {
  private final Desk desk;

  CeremonyWithdrawCommand(Desk desk) {
    this.desk = desk;
  }

  @Override
  int run(Session session, Output output, FetchedCeremony fetched) {
    Signing signing = Signing.with(session.connectFile(), desk.clock());
    WithdrawApprovalResponse response =
        session
            .ceremonies()
            .withdrawApproval(
                WithdrawApprovalRequest.newBuilder()
                    .setCeremonyId(fetched.id().toString())
                    .setSignature(signing.sign(Act.WITHDRAW, fetched.id(), fetched.hash()))
                    .build());
    output.answer(response, () -> "taken back\n" + CeremonyText.standing(response.getCeremony()));
    return Exit.OK;
  }
}
