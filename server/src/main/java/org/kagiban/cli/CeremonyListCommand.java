package org.kagiban.cli;

import org.kagiban.v1.ListCeremoniesRequest;
import org.kagiban.v1.ListCeremoniesResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kagiban ceremony list}. */
@Command(
    name = "list",
    description = "List the latest ceremonies, the newest first.",
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {"0:listed", Exit.USAGE_LINE, Exit.UNAVAILABLE_LINE, Exit.REFUSED_LINE},
    mixinStandardHelpOptions = true)
final class CeremonyListCommand extends ClientCommand {
  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many, 1 to 1000. Default: ${DEFAULT-VALUE}.")
  private int limit = 20;

  @Override
  void check() {
    if (limit < 1 || limit > 1000) {
      throw CliException.usage("--limit takes 1 to 1000");
    }
  }

  @Override
  int run(Session session, Output output) {
    ListCeremoniesResponse response =
        session
            .ceremonies()
            .listCeremonies(ListCeremoniesRequest.newBuilder().setLimit(limit).build());
    output.answer(response, () -> CeremonyText.list(response.getCeremoniesList()));
    return Exit.OK;
  }
}
