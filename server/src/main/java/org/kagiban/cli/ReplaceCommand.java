package org.kagiban.cli;

import org.jspecify.annotations.Nullable;
import org.kagiban.v1.ReplaceRequest;
import org.kagiban.v1.ReplaceResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kagiban replace}. */
@Command(
    name = "replace",
    description = "Move a customer to a new token; the old one is suspended.",
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {
      Exit.ACCEPTED_LINE,
      Exit.NOT_ACCEPTED_LINE,
      Exit.USAGE_LINE,
      Exit.UNAVAILABLE_LINE,
      Exit.REFUSED_LINE
    },
    mixinStandardHelpOptions = true)
final class ReplaceCommand extends RequestCommand {
  @Mixin private SubscriberOptions subscriber = new SubscriberOptions();

  @Option(
      names = "--new-token",
      required = true,
      paramLabel = "TOKEN-ID",
      description = "The customer's new token.")
  private String token = "";

  @Option(
      names = "--code",
      paramLabel = "CODE",
      description = "A code of the new token. Asked for where left out.")
  private @Nullable String code;

  @Option(
      names = "--second-code",
      paramLabel = "CODE",
      description = "The next code, where the token's clock is far off.")
  private @Nullable String secondCode;

  private ReplaceRequest request = ReplaceRequest.getDefaultInstance();

  @Override
  void check() {
    ReplaceRequest.Builder builder =
        ReplaceRequest.newBuilder()
            .setRequestId(requestId())
            .setSubscriber(subscriber.subscriber())
            .setNewTokenId(Fields.tokenId("--new-token", token));
    if (secondCode != null) {
      builder.setSecondCode(Fields.code("--second-code", secondCode));
    }
    request = builder.setCode(CodeOption.given("--code", code)).build();
  }

  @Override
  int run(Session session, Output output) {
    ReplaceResponse response = session.enrollment().replace(request);
    return output.verdict(response, VerdictView.of(response, request.getNewTokenId()));
  }
}
