package org.kagiban.cli;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.Sha256;
import org.kagiban.v1.Ceremony;
import org.kagiban.yaml.VisibleText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kagiban ceremony show}. */
@Command(
    name = "show",
    description = "Show a ceremony: where it stands, who signed what, and its file.",
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {"0:shown", Exit.USAGE_LINE, Exit.UNAVAILABLE_LINE, Exit.REFUSED_LINE},
    mixinStandardHelpOptions = true)
final class CeremonyShowCommand extends OneCeremonyCommand {
  @Option(
      names = "--transcript",
      description = "Show the transcript instead: who, what, when, key check values, attributes.")
  private boolean transcript;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Write the ceremony's file there, byte for byte, or the transcript with --transcript;"
              + " must not exist.")
  private @Nullable Path out;

  @Override
  int run(Session session, Output output, FetchedCeremony fetched) {
    Ceremony ceremony = fetched.ceremony();
    if (out != null) {
      ByteString written = transcript ? ceremony.getTranscriptBytes() : ceremony.getFile();
      NewFiles.write(out, written.toByteArray(), NewFiles.PUBLIC);
      String said = "written to %s%nSHA-256  %s";
      String hash = Sha256.hex(written.toByteArray());
      output.answer(ceremony, () -> said.formatted(out, hash));
    } else {
      output.answer(ceremony, () -> text(fetched));
    }
    return Exit.OK;
  }

  private String text(FetchedCeremony fetched) {
    return transcript
        ? VisibleText.of(fetched.ceremony().getTranscript()).stripTrailing()
        : CeremonyText.whole(fetched);
  }
}
