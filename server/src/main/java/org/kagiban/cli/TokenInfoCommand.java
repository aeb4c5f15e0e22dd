package org.kagiban.cli;

import org.kagiban.v1.GetTokenRequest;
import org.kagiban.v1.GetTokenResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kagiban token-info}. */
@Command(
    name = "token-info",
    description = "Show what the server knows about a token.",
    mixinStandardHelpOptions = true)
final class TokenInfoCommand extends ClientCommand {
  @Option(
      names = "--token",
      required = true,
      paramLabel = "TOKEN-ID",
      description = "Such as VSST12345678.")
  private String token = "";

  private GetTokenRequest request = GetTokenRequest.getDefaultInstance();

  @Override
  void check() {
    request = GetTokenRequest.newBuilder().setTokenId(Fields.tokenId("--token", token)).build();
  }

  @Override
  int run(Session session, Output output) {
    GetTokenResponse response = session.tokens().getToken(request);
    output.answer(response, () -> TokenView.facts(response.getToken()));
    return Exit.OK;
  }
}
