package org.kagiban.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.ceremony.CeremonyFile;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.CeremonyPlan.SeedBatch;
import org.kagiban.token.Institution;
import org.kagiban.v1.ProposeCeremonyResponse;
import org.kagiban.v1.UploadSeedsHeader;
import org.kagiban.v1.UploadSeedsSummary;
import picocli.CommandLine.Command;
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
  private static final int TITLE_LENGTH = 100;

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
      names = "--title",
      paramLabel = "TEXT",
      description = "For people, in the ceremony's file. Default: the sealed file's name.")
  private @Nullable String title;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Every refused record and why; must not exist. The screen shows the first 20.")
  private @Nullable Path report;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The ceremony's file; must not exist. Default: FILE.ceremony.yaml.")
  private @Nullable Path out;

  @Option(names = "--no-propose", description = "Upload, check and write the ceremony's file only.")
  private boolean checkOnly;

  private UploadSeedsHeader header = UploadSeedsHeader.getDefaultInstance();

  SeedsProposeCommand(Desk desk) {
    this.desk = desk;
  }

  @Override
  void check() {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw CliException.usage("cannot read " + file + "; give the path of a sealed seed file");
    }
    if (title().length() > TITLE_LENGTH || title().codePoints().anyMatch(Character::isISOControl)) {
      throw CliException.usage(
          "--title: one line of at most %d characters".formatted(TITLE_LENGTH));
    }
    if (Files.exists(paper())) {
      throw CliException.usage(
          "%s exists already; name another file with --out, or move this one away"
              .formatted(paper()));
    }
    String name = String.valueOf(file.getFileName());
    header =
        UploadSeedsHeader.newBuilder()
            .setInstitution(Fields.institution(institution))
            .setFileName(name.substring(0, Math.min(name.length(), NAME_LENGTH)))
            .build();
  }

  private String title() {
    if (title != null) {
      return title;
    }
    String name = VisibleText.of("Seeds of " + file.getFileName());
    return name.substring(0, Math.min(name.length(), TITLE_LENGTH));
  }

  private Path paper() {
    return out != null ? out : file.resolveSibling(file.getFileName() + ".ceremony.yaml");
  }

  @Override
  Optional<String> repeat() {
    return Optional.of("run the same command again: nothing was loaded");
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
    byte[] ceremony = CeremonyFile.of(title(), plan);
    NewFiles.write(paper(), ceremony, NewFiles.PUBLIC);
    if (!output.json()) {
      output.line("the ceremony's file is " + paper());
    }
    if (checkOnly) {
      if (!output.json()) {
        output.line("read it, then: kagiban ceremony propose " + paper());
      }
      return;
    }
    ProposeCeremonyResponse response =
        new Proposing(session, desk.clock()).propose(CeremonyId.random(), ceremony);
    output.answer(response, () -> Proposing.text(response, ceremony));
  }
}
