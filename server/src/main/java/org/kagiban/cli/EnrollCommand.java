package org.kagiban.cli;

import org.jspecify.annotations.Nullable;
import org.kagiban.v1.EnrollRequest;
import org.kagiban.v1.EnrollResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kagiban enroll}. */
@Command(
    name = "enroll",
    description = "Give a customer a token (利用開始), proved by a code that it shows.",
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {
      Exit.ACCEPTED_LINE,
      Exit.NOT_ACCEPTED_LINE,
      Exit.USAGE_LINE,
      Exit.UNAVAILABLE_LINE,
      Exit.REFUSED_LINE
    },
    mixinStandardHelpOptions = true)
final class EnrollCommand extends RequestCommand {
  @Mixin private SubscriberOptions subscriber = new SubscriberOptions();

  @Option(names = "--token", required = true, paramLabel = "TOKEN-ID", description = "To enrol.")
  private String token = "";

  @Option(names = "--code", paramLabel = "CODE", description = "Asked for where left out.")
  private @Nullable String code;

  @Option(
      names = "--second-code",
      paramLabel = "CODE",
      description = "The next code, where the token's clock is far off.")
  private @Nullable String secondCode;

  private EnrollRequest request = EnrollRequest.getDefaultInstance();

  @Override
  void check() {
    EnrollRequest.Builder builder =
        EnrollRequest.newBuilder()
            .setRequestId(requestId())
            .setSubscriber(subscriber.subscriber())
            .setTokenId(Fields.tokenId("--token", token));
    if (secondCode != null) {
      builder.setSecondCode(Fields.code("--second-code", secondCode));
    }
    request = builder.setCode(CodeOption.given("--code", code)).build();
  }

  @Override
  int run(Session session, Output output) {
    EnrollResponse response = session.enrollment().enroll(request);
    return output.verdict(response, VerdictView.of(response, request.getTokenId()));
  }
}
