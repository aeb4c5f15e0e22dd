package org.kagiban.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.kagiban.v1.LoadSeedsProgress;

/** How far a file is: a bar at a terminal, else a line for each tenth. On standard error. */
final class LoadProgress implements AutoCloseable {
  private static final int TENTHS = 10;
  private static final long MIB = 1 << 20;

  private final long size;
  private final @Nullable ProgressBar bar;
  private final @Nullable PrintStream lines;
  private long tenth;

  LoadProgress(long size, @Nullable ProgressBar bar, @Nullable PrintStream lines) {
    this.size = size;
    this.bar = bar;
    this.lines = lines;
  }

  static LoadProgress of(Path file, boolean silent) {
    long size = size(file);
    if (silent) {
      return new LoadProgress(size, null, null);
    }
    return Terminal.interactive()
        ? new LoadProgress(size, bar(size), null)
        : new LoadProgress(size, null, System.err);
  }

  private static ProgressBar bar(long size) {
    return new ProgressBarBuilder()
        .setTaskName("loading")
        .setInitialMax(size)
        .setUnit(" MiB", MIB)
        .setStyle(
            Terminal.colour() ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.ASCII)
        .build();
  }

  private static long size(Path file) {
    try {
      return Math.max(1, Files.size(file));
    } catch (IOException e) {
      throw new CliException(Exit.USAGE, "cannot read " + file, e);
    }
  }

  /** Called for one message after another. */
  void at(LoadSeedsProgress progress) {
    if (bar != null) {
      bar.stepTo(progress.getBytes());
      bar.setExtraMessage("%,d records".formatted(progress.getRecords()));
    }
    long now = TENTHS * progress.getBytes() / size;
    if (lines != null && now > tenth) {
      lines.printf("%d %%  %,d records%n", now * TENTHS, progress.getRecords());
    }
    tenth = Math.max(now, tenth);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
