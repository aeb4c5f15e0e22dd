package org.kagiban.cli;

import org.kagiban.custody.ceremony.Act;
import org.kagiban.v1.CancelCeremonyRequest;
import org.kagiban.v1.CancelCeremonyResponse;
import picocli.CommandLine.Command;

/** {@code kagiban ceremony cancel}. */
@Command(
    name = "cancel",
    description = "Take your proposal back, as long as the ceremony has not begun.",
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {"0:taken back", Exit.USAGE_LINE, Exit.UNAVAILABLE_LINE, Exit.REFUSED_LINE},
    mixinStandardHelpOptions = true)
final class CeremonyCancelCommand extends OneCeremonyCommand {
  private final Desk desk;

  CeremonyCancelCommand(Desk desk) {
    this.desk = desk;
  }

  @Override
  int run(Session session, Output output, FetchedCeremony fetched) {
    Signing signing = Signing.with(session.connectFile(), desk.clock());
    CancelCeremonyResponse response =
        session
            .ceremonies()
            .cancelCeremony(
                CancelCeremonyRequest.newBuilder()
                    .setCeremonyId(fetched.id().toString())
                    .setSignature(signing.sign(Act.CANCEL, fetched.id(), fetched.hash()))
                    .build());
    output.answer(response, () -> "taken back\n" + CeremonyText.standing(response.getCeremony()));
    return Exit.OK;
  }
}
