package org.kagiban.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.v1.ProposeCeremonyResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kagiban ceremony propose}. */
@Command(
    name = "propose",
    description = "Put a ceremony's file to the other custodians.",
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {"0:proposed", Exit.USAGE_LINE, Exit.UNAVAILABLE_LINE, Exit.REFUSED_LINE},
    mixinStandardHelpOptions = true)
final class CeremonyProposeCommand extends ClientCommand {
  private final Desk desk;

  @Parameters(paramLabel = "FILE", description = "YAML; see hsm-config/ceremonies.")
  private Path file = Path.of("");

  @Option(
      names = "--id",
      paramLabel = "UUID",
      description = "Repeat a proposal whose answer was lost. Default: a fresh one.")
  private @Nullable String idText;

  private CeremonyId id = CeremonyId.random();
  private @Nullable CeremonyPaper paper;

  CeremonyProposeCommand(Desk desk) {
    this.desk = desk;
  }

  @Override
  void check() {
    paper = CeremonyPaper.read(file);
    id = Proposing.id(idText);
  }

  @Override
  Optional<String> repeat() {
    return Optional.of("to repeat this proposal add --id " + id);
  }

  @Override
  int run(Session session, Output output) {
    CeremonyPaper read = paper == null ? CeremonyPaper.read(file) : paper;
    ProposeCeremonyResponse response =
        new Proposing(session, desk.clock()).propose(id, read.bytes());
    output.answer(response, () -> Proposing.text(response, read.bytes()));
    return Exit.OK;
  }
}
