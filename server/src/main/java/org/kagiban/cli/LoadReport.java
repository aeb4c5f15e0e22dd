package org.kagiban.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.kagiban.v1.LoadSeedsRefusal;
import org.kagiban.v1.LoadSeedsSummary;

/** What became of a seed file: one line per refused record, and a summary. */
final class LoadReport implements AutoCloseable {
  private static final String UNREADABLE = "-";

  private final @Nullable Path path;
  private final @Nullable Writer file;
  private final Output output;

  private LoadReport(@Nullable Path path, @Nullable Writer file, Output output) {
    this.path = path;
    this.file = file;
    this.output = output;
  }

  /**
   * @param path where refusals go, null for the output
   */
  static LoadReport to(@Nullable Path path, Output output) {
    if (path == null) {
      return new LoadReport(null, null, output);
    }
    Writer file =
        new BufferedWriter(
            new OutputStreamWriter(NewFiles.open(path, NewFiles.PUBLIC), StandardCharsets.UTF_8));
    return new LoadReport(path, file, output);
  }

  /** Not thread-safe; gRPC calls it for one message after another. */
  void refused(LoadSeedsRefusal refusal) {
    if (file == null) {
      output.answer(refusal, () -> line(refusal));
      return;
    }
    try {
      file.write(line(refusal) + "\n");
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  void summary(LoadSeedsSummary summary) {
    output.answer(
        summary,
        () ->
            "%,d loaded  %,d unchanged  %,d refused  event %s%s"
                .formatted(
                    summary.getLoaded(),
                    summary.getUnchanged(),
                    summary.getRefused(),
                    summary.getEventId(),
                    summary.getRefused() > 0 && path != null ? "  see " + path : ""));
  }

  private static String line(LoadSeedsRefusal refusal) {
    String token = refusal.getTokenId().isEmpty() ? UNREADABLE : refusal.getTokenId();
    return "record %d  %s  %s  %s"
        .formatted(refusal.getRecord(), token, refusal.getReason(), refusal.getMessage());
  }

  @Override
  public void close() {
    if (file == null) {
      return;
    }
    try {
      file.close();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private CliException cannotWrite(IOException e) {
    return new CliException(
        Exit.USAGE,
        "cannot write the report %s (%s); make room and load again, what is loaded stays"
            .formatted(path, e.getMessage()),
        e);
  }
}
