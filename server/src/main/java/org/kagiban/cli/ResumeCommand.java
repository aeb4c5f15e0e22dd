package org.kagiban.cli;

import org.kagiban.v1.ResumeTokenRequest;
import org.kagiban.v1.ResumeTokenResponse;
import picocli.CommandLine.Command;

/** {@code kagiban resume}. */
@Command(
    name = "resume",
    description = "Let a suspended token be used again.",
    mixinStandardHelpOptions = true)
final class ResumeCommand extends HelpDeskCommand {
  @Override
  Done step(Session session, String token, String reason) {
    ResumeTokenResponse response =
        session
            .tokens()
            .resumeToken(
                ResumeTokenRequest.newBuilder()
                    .setRequestId(requestId())
                    .setTokenId(token)
                    .setReason(reason)
                    .build());
    return new Done(response, "RESUMED", response.getEventId());
  }
}
