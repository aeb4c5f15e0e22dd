package org.kagiban.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagiban.v1.LoadRefusal;
import org.kagiban.yaml.VisibleText;

/**
 * The records of a seed file that were refused, one line each: all of them in a file, and the first
 * ones on the screen.
 */
final class RefusalReport implements AutoCloseable {
  static final int ON_SCREEN = 20;
  private static final String UNREADABLE = "-";

  private final @Nullable Path path;
  private final @Nullable Writer file;
  private final Output output;
  private final List<String> held = new ArrayList<>();
  private long count;

  private RefusalReport(@Nullable Path path, @Nullable Writer file, Output output) {
    this.path = path;
    this.file = file;
    this.output = output;
  }

  /**
   * @param path of a new file; null for the screen alone
   * @throws CliException (usage) where the file exists
   */
  static RefusalReport to(@Nullable Path path, Output output) {
    if (path == null) {
      return new RefusalReport(null, null, output);
    }
    Writer file =
        new BufferedWriter(
            new OutputStreamWriter(NewFiles.open(path, NewFiles.PUBLIC), StandardCharsets.UTF_8));
    return new RefusalReport(path, file, output);
  }

  /** Not thread-safe; gRPC calls it for one message after another. */
  void refused(LoadRefusal refusal) {
    count++;
    if (output.json()) {
      output.answer(refusal, () -> line(refusal));
    } else if (count <= ON_SCREEN) {
      held.add(line(refusal));
    }
    if (file == null) {
      return;
    }
    try {
      file.write(line(refusal) + "\n");
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  long count() {
    return count;
  }

  /** Shows the first ones, and where the others are: when no progress bar is in the way. */
  void show() {
    held.forEach(output::line);
    held.clear();
    if (count > ON_SCREEN && !output.json()) {
      output.line(
          "... and %,d more refused; %s"
              .formatted(
                  count - ON_SCREEN,
                  path == null ? "--report FILE writes all of them" : "all are in " + path));
    }
  }

  private static String line(LoadRefusal refusal) {
    String token = refusal.getTokenId().isEmpty() ? UNREADABLE : refusal.getTokenId();
    return "record %d  %s  %s  %s"
        .formatted(
            refusal.getRecord(), VisibleText.of(token), refusal.getReason(), refusal.getMessage());
  }

  @Override
  public void close() {
    // Where the command failed on the way; else they were shown.
    held.forEach(output::line);
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
        "cannot write the report %s (%s); make room and run the command again"
            .formatted(path, e.getMessage()),
        e);
  }
}
