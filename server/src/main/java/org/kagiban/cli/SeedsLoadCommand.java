package org.kagiban.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagiban.v1.LoadSeedsHeader;
import org.kagiban.v1.LoadSeedsSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kagiban seeds load}. */
@Command(
    name = "load",
    description = {
      "Send a sealed seed file to the server.",
      "Loading it again changes nothing: after a crash or a lost connection run this once more.",
      "Exit code 4 where a record was refused; the others are loaded."
    },
    mixinStandardHelpOptions = true)
final class SeedsLoadCommand extends ClientCommand {
  private static final int NAME_LENGTH = 200;

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
      description = "One line per refused record and why; must not exist. Default: the terminal.")
  private @Nullable Path report;

  private LoadSeedsHeader header = LoadSeedsHeader.getDefaultInstance();

  @Override
  void check() {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw CliException.usage("cannot read " + file + "; give the path of a sealed seed file");
    }
    String name = String.valueOf(file.getFileName());
    header =
        LoadSeedsHeader.newBuilder()
            .setInstitution(Fields.institution(institution))
            .setFileName(name.substring(0, Math.min(name.length(), NAME_LENGTH)))
            .build();
  }

  @Override
  Optional<String> repeat() {
    return Optional.of("load the file again: what is loaded already is passed over");
  }

  @Override
  int run(Session session, Output output) {
    try (LoadReport lines = LoadReport.to(report, output)) {
      LoadSeedsSummary summary = send(session, output, lines);
      lines.summary(summary);
      return summary.getRefused() == 0 ? Exit.OK : Exit.REFUSED;
    }
  }

  private LoadSeedsSummary send(Session session, Output output, LoadReport lines) {
    try (LoadProgress progress = LoadProgress.of(file, output.json())) {
      return new SeedUpload(header, file, lines, progress).send(session);
    }
  }
}
