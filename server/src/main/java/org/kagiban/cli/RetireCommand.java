package org.kagiban.cli;

import org.kagiban.v1.RetireTokenRequest;
import org.kagiban.v1.RetireTokenResponse;
import picocli.CommandLine.Command;

/** {@code kagiban retire}. */
@Command(
    name = "retire",
    description = "End a token for good and destroy its key in the HSM.",
    mixinStandardHelpOptions = true)
final class RetireCommand extends HelpDeskCommand {
  @Override
  Done step(Session session, String token, String reason) {
    RetireTokenResponse response =
        session
            .tokens()
            .retireToken(
                RetireTokenRequest.newBuilder()
                    .setRequestId(requestId())
                    .setTokenId(token)
                    .setReason(reason)
                    .build());
    return new Done(response, "RETIRED", response.getEventId());
  }
}
