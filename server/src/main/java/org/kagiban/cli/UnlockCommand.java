package org.kagiban.cli;

import org.kagiban.v1.UnlockTokenRequest;
import org.kagiban.v1.UnlockTokenResponse;
import picocli.CommandLine.Command;

/** {@code kagiban unlock}. */
@Command(
    name = "unlock",
    description = "Forget a token's wrong codes, so that a locked one opens.",
    mixinStandardHelpOptions = true)
final class UnlockCommand extends HelpDeskCommand {
  @Override
  Done step(Session session, String token, String reason) {
    UnlockTokenResponse response =
        session
            .tokens()
            .unlockToken(
                UnlockTokenRequest.newBuilder()
                    .setRequestId(requestId())
                    .setTokenId(token)
                    .setReason(reason)
                    .build());
    return new Done(response, "UNLOCKED", response.getEventId());
  }
}
