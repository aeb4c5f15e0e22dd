package org.kagiban.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.ceremony.CeremonyFile;
import org.kagiban.custody.ceremony.CeremonyPlan.SeedBatch;
import org.kagiban.token.Institution;
import org.kagiban.v1.UploadSeedsHeader;
import org.kagiban.v1.UploadSeedsSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kagiban seeds propose}. */
@Command(
    name = "propose",
    description = {
      "Upload a sealed seed file, have every record tried, and propose a ceremony that loads it.",
      "Nothing is loaded: another custodian approves the ceremony, then it runs.",
      "Uploading a file again is safe: the server keeps it once."
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {
      "0:proposed, every record is good or there already",
      Exit.USAGE_LINE,
      Exit.UNAVAILABLE_LINE,
      "4:records were refused; a ceremony for the good ones was proposed, where there are any"
    },
    mixinStandardHelpOptions = true)
final class SeedsProposeCommand extends ClientCommand {
  private static final int NAME_LENGTH = 200;

  private final Desk desk;

  @Parameters(paramLabel = "FILE", description = "Made by 'kagiban seeds seal'.")
  private Path file = Path.of("");

  @Option(
      names = "--institution",
      required = true,
      paramLabel = "ID",
      description = "That the tokens are for.")
  private String institution = "";

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Every refused record and why; must not exist. The screen shows the first 20.")
  private @Nullable Path report;

  @Mixin private NewCeremony ceremony = new NewCeremony();

  private UploadSeedsHeader header = UploadSeedsHeader.getDefaultInstance();

  SeedsProposeCommand(Desk desk) {
    this.desk = desk;
  }

  @Override
  void check() {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw CliException.usage("cannot read " + file + "; give the path of a sealed seed file");
    }
    ceremony.check(
        "Seeds of " + file.getFileName(),
        file.resolveSibling(file.getFileName() + ".ceremony.yaml"));
    String name = String.valueOf(file.getFileName());
    header =
        UploadSeedsHeader.newBuilder()
            .setInstitution(Fields.institution(institution))
            .setFileName(name.substring(0, Math.min(name.length(), NAME_LENGTH)))
            .build();
  }

  @Override
  Optional<String> repeat() {
    return ceremony
        .repeat()
        .or(() -> Optional.of("run the same command again: nothing was loaded"));
  }

  @Override
  int run(Session session, Output output) {
    try (RefusalReport refusals = RefusalReport.to(report, output)) {
      UploadSeedsSummary summary = upload(session, output, refusals);
      refusals.show();
      output.answer(summary, () -> text(summary));
      if (summary.getGood() > 0) {
        write(session, output, summary);
      } else if (!output.json()) {
        output.line("there is nothing to load, and nothing to propose");
      }
      return summary.getRefused() == 0 ? Exit.OK : Exit.REFUSED;
    }
  }

  private UploadSeedsSummary upload(Session session, Output output, RefusalReport refusals) {
    try (UploadProgress progress = UploadProgress.of(file, desk.clock(), output.json())) {
      return new SeedUpload(header, file, refusals, progress).send(session);
    }
  }

  private static String text(UploadSeedsSummary summary) {
    return "%,d good  %,d there already  %,d refused  event %s%nSHA-256 of the sealed file  %s"
        .formatted(
            summary.getGood(),
            summary.getUnchanged(),
            summary.getRefused(),
            summary.getEventId(),
            HexFormat.of().formatHex(summary.getSha256().toByteArray()));
  }

  private void write(Session session, Output output, UploadSeedsSummary summary) {
    SeedBatch plan =
        new SeedBatch(
            summary.getPartition(),
            new Institution(header.getInstitution()),
            HexFormat.of().formatHex(summary.getSha256().toByteArray()),
            summary.getGood());
    ceremony.write(session, output, desk.clock(), CeremonyFile.of(ceremony.title(), plan));
  }
}
