package org.kagiban.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.kagiban.custody.ceremony.CeremonyFile;
import org.kagiban.custody.ceremony.CeremonyPlan.SeedMigration;
import org.kagiban.custody.ceremony.CeremonyPlan.SeedMigration.Place;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kagiban seeds migrate}. */
@Command(
    name = "migrate",
    description = {
      "Propose a ceremony that moves every seed between the HSM and the store.",
      "Set hsm.seeds in the server's configuration to the same place first, and restart it. Another"
          + " custodian approves, then 'kagiban ceremony run' moves the seeds while codes are"
          + " verified; cut off, run it again."
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {"0:proposed", Exit.USAGE_LINE, Exit.UNAVAILABLE_LINE, Exit.REFUSED_LINE},
    mixinStandardHelpOptions = true)
final class SeedsMigrateCommand extends ClientCommand {
  private final Desk desk;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "PLACE",
      description = "Where the seeds go: wrapped (in the store) or resident (in the HSM).")
  private Place to = Place.WRAPPED;

  @Option(
      names = "--partition",
      required = true,
      paramLabel = "LABEL",
      description = "The server's HSM partition.")
  private String partition = "";

  @Mixin private NewCeremony ceremony = new NewCeremony();

  SeedsMigrateCommand(Desk desk) {
    this.desk = desk;
  }

  @Override
  void check() {
    String place = to.toString();
    ceremony.check("Seeds to " + place, Path.of("seeds-to-%s.ceremony.yaml".formatted(place)));
  }

  @Override
  Optional<String> repeat() {
    return ceremony.repeat();
  }

  @Override
  int run(Session session, Output output) {
    byte[] file = CeremonyFile.of(ceremony.title(), new SeedMigration(partition, to));
    ceremony.write(session, output, desk.clock(), file);
    return Exit.OK;
  }
}
