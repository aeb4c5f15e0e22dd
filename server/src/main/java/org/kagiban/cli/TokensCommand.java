package org.kagiban.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagiban.v1.ListTokensRequest;
import org.kagiban.v1.ListTokensResponse;
import org.kagiban.v1.Token;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kagiban tokens}. */
@Command(
    name = "tokens",
    description = "List an institution's tokens by Token ID.",
    mixinStandardHelpOptions = true)
final class TokensCommand extends ClientCommand {
  private static final int PAGE = 500;

  @Option(
      names = "--institution",
      required = true,
      paramLabel = "ID",
      description = "As the server's configuration names it.")
  private String institution = "";

  @Option(names = "--subscriber", paramLabel = "ID", description = "Only this customer's token.")
  private @Nullable String subscriber;

  private ListTokensRequest request = ListTokensRequest.getDefaultInstance();

  @Override
  void check() {
    ListTokensRequest.Builder builder =
        ListTokensRequest.newBuilder()
            .setInstitution(Fields.institution(institution))
            .setPageSize(PAGE);
    if (subscriber != null) {
      builder.setSubscriberId(Fields.subscriber(institution, subscriber));
    }
    request = builder.build();
  }

  @Override
  int run(Session session, Output output) {
    boolean first = true;
    String next;
    do {
      ListTokensResponse page = session.enrollment().listTokens(request);
      boolean heading = first;
      output.answer(page, () -> text(page.getTokensList(), heading));
      next = page.getNextPageToken();
      request = request.toBuilder().setPageToken(next).build();
      first = false;
    } while (!next.isEmpty());
    return Exit.OK;
  }

  private static String text(List<Token> tokens, boolean heading) {
    if (tokens.isEmpty() && heading) {
      return "no tokens";
    }
    Table table = new Table();
    if (heading) {
      table.row(TokenView.COLUMNS);
    }
    tokens.forEach(token -> table.row(TokenView.row(token)));
    return table.toString();
  }
}
