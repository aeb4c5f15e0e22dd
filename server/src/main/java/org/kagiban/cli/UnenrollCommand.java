package org.kagiban.cli;

import org.kagiban.v1.UnenrollRequest;
import org.kagiban.v1.UnenrollResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kagiban unenroll}. */
@Command(
    name = "unenroll",
    description = "Take a token from its customer; it can be enrolled again.",
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {
      Exit.ACCEPTED_LINE,
      Exit.NOT_ACCEPTED_LINE,
      Exit.USAGE_LINE,
      Exit.UNAVAILABLE_LINE,
      Exit.REFUSED_LINE
    },
    mixinStandardHelpOptions = true)
final class UnenrollCommand extends RequestCommand {
  @Mixin private SubjectOptions subject = new SubjectOptions();

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "For the audit log; no personal data.")
  private String reason = "";

  private UnenrollRequest request = UnenrollRequest.getDefaultInstance();

  @Override
  void check() {
    request =
        UnenrollRequest.newBuilder()
            .setRequestId(requestId())
            .setSubject(subject.subject())
            .setReason(Fields.reason(reason))
            .build();
  }

  @Override
  int run(Session session, Output output) {
    UnenrollResponse response = session.enrollment().unenroll(request);
    return output.verdict(response, VerdictView.of(response, request.getSubject().getTokenId()));
  }
}
