package org.kagiban.cli;

import org.jspecify.annotations.Nullable;
import org.kagiban.v1.Purpose;
import org.kagiban.v1.VerifyRequest;
import org.kagiban.v1.VerifyResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kagiban verify}. */
@Command(
    name = "verify",
    description = "Check a code, once. Exit code 0 if accepted, 1 if not.",
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {
      Exit.ACCEPTED_LINE,
      Exit.NOT_ACCEPTED_LINE,
      Exit.USAGE_LINE,
      Exit.UNAVAILABLE_LINE,
      Exit.REFUSED_LINE
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand extends RequestCommand {
  /** What the code is asked for. */
  enum For {
    login,
    transfer
  }

  @Mixin private SubjectOptions subject = new SubjectOptions();

  @Option(names = "--code", paramLabel = "CODE", description = "Asked for where left out.")
  private @Nullable String code;

  @Option(
      names = "--purpose",
      defaultValue = "login",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private For purpose = For.login;

  private VerifyRequest request = VerifyRequest.getDefaultInstance();

  @Override
  void check() {
    request =
        VerifyRequest.newBuilder()
            .setRequestId(requestId())
            .setSubject(subject.subject())
            .setPurpose(purpose == For.login ? Purpose.PURPOSE_LOGIN : Purpose.PURPOSE_TRANSFER)
            .setCode(CodeOption.given("--code", code))
            .build();
  }

  @Override
  int run(Session session, Output output) {
    VerifyResponse response = session.verification().verify(request);
    return output.verdict(response, VerdictView.of(response));
  }
}
