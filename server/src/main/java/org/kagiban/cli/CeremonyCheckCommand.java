package org.kagiban.cli;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.kagiban.v1.Ceremony;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kagiban ceremony check}. Needs no server, and no network. */
@Command(
    name = "check",
    description = {
      "Read a ceremony's file, say in words what it asks for, and its SHA-256.",
      "Offline: whether the server would allow it now, it says when it is proposed and run."
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {"0:a ceremony's file", "2:not one; every mistake is told with its line"},
    mixinStandardHelpOptions = true)
final class CeremonyCheckCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "YAML; see hsm-config/ceremonies.")
  private Path file = Path.of("");

  @Option(names = "--json", description = "Print kind, file and hash as JSON.")
  private boolean json;

  // Replaced by picocli.
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    CeremonyPaper paper = CeremonyPaper.read(file);
    String words = PlanWords.of(paper.plan());
    Ceremony ceremony =
        Ceremony.newBuilder()
            .setKind(paper.plan().kind())
            .setFile(ByteString.copyFrom(paper.bytes()))
            .setFileHash(ByteString.copyFrom(paper.hash()))
            .setPerformedByServer(paper.plan().byServer())
            .setSummary(words)
            .build();
    new Output(spec.commandLine().getOut(), json)
        .answer(
            ceremony,
            () -> "%s%n%s%nSHA-256  %s".formatted(paper.plan().kind(), words, hex(paper)));
    return Exit.OK;
  }

  private static String hex(CeremonyPaper paper) {
    return HexFormat.of().formatHex(paper.hash());
  }
}
