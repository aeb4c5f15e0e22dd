package org.kagiban.cli;

import org.kagiban.v1.SuspendTokenRequest;
import org.kagiban.v1.SuspendTokenResponse;
import picocli.CommandLine.Command;

/** {@code kagiban suspend}. */
@Command(
    name = "suspend",
    description = "Refuse every code of a token until it is resumed.",
    mixinStandardHelpOptions = true)
final class SuspendCommand extends HelpDeskCommand {
  @Override
  Done step(Session session, String token, String reason) {
    SuspendTokenResponse response =
        session
            .tokens()
            .suspendToken(
                SuspendTokenRequest.newBuilder()
                    .setRequestId(requestId())
                    .setTokenId(token)
                    .setReason(reason)
                    .build());
    return new Done(response, "SUSPENDED", response.getEventId());
  }
}
