package org.kagiban.cli;

import java.time.Instant;
import org.kagiban.v1.IssueTemporaryCodeRequest;
import org.kagiban.v1.IssueTemporaryCodeResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kagiban temporary-code}. */
@Command(
    name = "temporary-code",
    description = "Make a code of 10 digits for a customer whose token is not at hand.",
    mixinStandardHelpOptions = true)
final class TemporaryCodeCommand extends RequestCommand {
  @Mixin private HelpDeskOptions options = new HelpDeskOptions();

  @Option(
      names = "--uses",
      defaultValue = "1",
      paramLabel = "N",
      description = "How often it can be used. Default: ${DEFAULT-VALUE}.")
  private int uses = 1;

  @Option(
      names = "--days",
      defaultValue = "1",
      paramLabel = "N",
      description = "How long it can be used. Default: ${DEFAULT-VALUE}.")
  private int days = 1;

  private IssueTemporaryCodeRequest request = IssueTemporaryCodeRequest.getDefaultInstance();

  @Override
  void check() {
    if (uses < 1 || days < 1) {
      throw CliException.usage("--uses and --days take 1 or more, up to the institution's limit");
    }
    request =
        IssueTemporaryCodeRequest.newBuilder()
            .setRequestId(requestId())
            .setTokenId(options.token())
            .setReason(options.reason())
            .setUses(uses)
            .setDays(days)
            .build();
  }

  @Override
  int run(Session session, Output output) {
    IssueTemporaryCodeResponse response = session.tokens().issueTemporaryCode(request);
    output.answer(
        response,
        () ->
            "%s  %s  %s  until %s  event %s"
                .formatted(
                    response.getCode(),
                    request.getTokenId(),
                    response.getUses() == 1 ? "1 use" : response.getUses() + " uses",
                    Instant.ofEpochSecond(response.getExpireTime().getSeconds()),
                    response.getEventId()));
    return Exit.OK;
  }
}
