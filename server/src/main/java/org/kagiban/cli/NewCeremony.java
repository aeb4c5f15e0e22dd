package org.kagiban.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.ceremony.CeremonyFile;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.v1.ProposeCeremonyResponse;
import org.kagiban.yaml.VisibleText;
import picocli.CommandLine.Option;

/** Options of a command that writes a ceremony's file and proposes it, and how it does that. */
final class NewCeremony {
  @Option(
      names = "--title",
      paramLabel = "TEXT",
      description = "For people, in the ceremony's file. Default: what it is about.")
  private @Nullable String title;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "The ceremony's file; must not exist. Default: a name ending in .ceremony.yaml.")
  private @Nullable Path out;

  @Option(names = "--no-propose", description = "Write the ceremony's file, and propose nothing.")
  private boolean writeOnly;

  private final CeremonyId id = CeremonyId.random();
  private Path paper = Path.of("");
  private String line = "";
  private boolean proposing;

  /**
   * Before anything is sent.
   *
   * @param usualTitle where none is given; cut where it is too long
   * @param usualPaper where the file goes if nothing else is given
   * @throws CliException (usage) for a bad title, or where the file exists
   */
  void check(String usualTitle, Path usualPaper) {
    line = title != null ? title : CeremonyFile.title(VisibleText.of(usualTitle));
    if (!CeremonyFile.isTitle(line)) {
      throw CliException.usage(
          "--title: one line of at most %d characters".formatted(CeremonyFile.MAX_TITLE));
    }
    paper = out != null ? out : usualPaper;
    if (Files.exists(paper)) {
      throw CliException.usage(
          "%s exists already; name another file with --out, or move this one away"
              .formatted(paper));
    }
  }

  /** One line, at most {@link CeremonyFile#MAX_TITLE} characters. */
  String title() {
    return line;
  }

  /** Writes the file, and proposes it unless that was not wanted. */
  void write(Session session, Output output, Clock clock, byte[] ceremony) {
    NewFiles.write(paper, ceremony, NewFiles.PUBLIC);
    if (!output.json()) {
      output.line("the ceremony's file is " + paper);
    }
    if (writeOnly) {
      if (!output.json()) {
        output.line("read it, then: kagiban ceremony propose " + paper);
      }
      return;
    }
    proposing = true;
    ProposeCeremonyResponse response = new Proposing(session, clock).propose(id, ceremony);
    output.answer(response, () -> Proposing.text(response, ceremony));
  }

  /** How to repeat a proposal whose answer was lost: the file is there by then. */
  Optional<String> repeat() {
    return proposing
        ? Optional.of(
            "to repeat this proposal: kagiban ceremony propose %s --id %s".formatted(paper, id))
        : Optional.empty();
  }
}
