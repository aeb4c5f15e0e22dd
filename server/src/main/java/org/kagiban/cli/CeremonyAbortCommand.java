package org.kagiban.cli;

import org.kagiban.custody.ceremony.Act;
import org.kagiban.v1.AbortCeremonyRequest;
import org.kagiban.v1.AbortCeremonyResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kagiban ceremony abort}. */
@Command(
    name = "abort",
    description = {
      "End a ceremony that has begun and cannot be finished.",
      "What it has done stays; its approvals are used up."
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {"0:aborted", Exit.USAGE_LINE, Exit.UNAVAILABLE_LINE, Exit.REFUSED_LINE},
    mixinStandardHelpOptions = true)
final class CeremonyAbortCommand extends OneCeremonyCommand {
  private final Desk desk;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why, for the audit log and the transcript.")
  private String reason = "";

  CeremonyAbortCommand(Desk desk) {
    this.desk = desk;
  }

  @Override
  void check() {
    super.check();
    reason = Fields.reason(reason);
  }

  @Override
  int run(Session session, Output output, FetchedCeremony fetched) {
    Signing signing = Signing.with(session.connectFile(), desk.clock());
    AbortCeremonyResponse response =
        session
            .ceremonies()
            .abortCeremony(
                AbortCeremonyRequest.newBuilder()
                    .setCeremonyId(fetched.id().toString())
                    .setReason(reason)
                    .setSignature(signing.sign(Act.ABORT, fetched.id(), fetched.hash()))
                    .build());
    output.answer(response, () -> CeremonyText.standing(response.getCeremony()));
    return Exit.OK;
  }
}
