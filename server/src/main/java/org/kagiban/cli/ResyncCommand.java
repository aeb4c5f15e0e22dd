package org.kagiban.cli;

import org.jspecify.annotations.Nullable;
import org.kagiban.v1.ResynchronizeRequest;
import org.kagiban.v1.ResynchronizeResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kagiban resync}. */
@Command(
    name = "resync",
    description = "Find a token again whose clock or counter went astray, by two codes in a row.",
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {
      Exit.ACCEPTED_LINE,
      Exit.NOT_ACCEPTED_LINE,
      Exit.USAGE_LINE,
      Exit.UNAVAILABLE_LINE,
      Exit.REFUSED_LINE
    },
    mixinStandardHelpOptions = true)
final class ResyncCommand extends RequestCommand {
  @Mixin private SubjectOptions subject = new SubjectOptions();

  @Option(names = "--code", paramLabel = "CODE", description = "Asked for where left out.")
  private @Nullable String code;

  @Option(
      names = "--second-code",
      paramLabel = "CODE",
      description = "The code that followed at once. Asked for where left out.")
  private @Nullable String secondCode;

  private ResynchronizeRequest request = ResynchronizeRequest.getDefaultInstance();

  @Override
  void check() {
    request =
        ResynchronizeRequest.newBuilder()
            .setRequestId(requestId())
            .setSubject(subject.subject())
            .setFirstCode(CodeOption.given("--code", code))
            .setSecondCode(CodeOption.given("--second-code", secondCode))
            .build();
  }

  @Override
  int run(Session session, Output output) {
    ResynchronizeResponse response = session.enrollment().resynchronize(request);
    return output.verdict(response, VerdictView.of(response, request.getSubject().getTokenId()));
  }
}
