package org.kagiban.cli;

import org.kagiban.v1.ListKeysRequest;
import org.kagiban.v1.ListKeysResponse;
import picocli.CommandLine.Command;

/** {@code kagiban ceremony keys}. */
@Command(
    name = "keys",
    description = "List the partition's keys, where each is in its life, and its check value.",
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {"0:listed", Exit.USAGE_LINE, Exit.UNAVAILABLE_LINE, Exit.REFUSED_LINE},
    mixinStandardHelpOptions = true)
final class CeremonyKeysCommand extends ClientCommand {
  @Override
  int run(Session session, Output output) {
    ListKeysResponse response = session.ceremonies().listKeys(ListKeysRequest.getDefaultInstance());
    output.answer(response, () -> CeremonyText.keys(response.getKeysList()));
    return Exit.OK;
  }
}
