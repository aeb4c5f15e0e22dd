package org.kagiban.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.kagiban.v1.UploadSeedsProgress;

/**
 * How far the check of a file is: a bar with rate and time left at a terminal, else a line for each
 * tenth. On standard error.
 */
final class UploadProgress implements AutoCloseable {
  private static final int TENTHS = 10;
  private static final long KIB = 1 << 10;
  private static final long MIB = 1 << 20;

  private final long size;
  private final Clock clock;
  private final Instant start;
  private final @Nullable ProgressBar bar;
  private final @Nullable PrintStream lines;
  private long tenth;

  UploadProgress(long size, Clock clock, @Nullable ProgressBar bar, @Nullable PrintStream lines) {
    this.size = size;
    this.clock = clock;
    this.start = clock.instant();
    this.bar = bar;
    this.lines = lines;
  }

  static UploadProgress of(Path file, Clock clock, boolean silent) {
    long size = size(file);
    if (silent) {
      return new UploadProgress(size, clock, null, null);
    }
    return Terminal.interactive()
        ? new UploadProgress(size, clock, bar(size), null)
        : new UploadProgress(size, clock, null, System.err);
  }

  /** The bar itself says how much time is left. */
  private static ProgressBar bar(long size) {
    return new ProgressBarBuilder()
        .setTaskName("checking")
        .setInitialMax(size)
        .setUnit(size < 10 * MIB ? " KiB" : " MiB", size < 10 * MIB ? KIB : MIB)
        .setStyle(
            Terminal.colour() ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.ASCII)
        .build();
  }

  private static long size(Path file) {
    try {
      return Math.max(1, Files.size(file));
    } catch (IOException e) {
      throw new CliException(Exit.USAGE, "cannot read " + file + "; look at its path and mode", e);
    }
  }

  /** Called for one message after another. */
  void at(UploadSeedsProgress progress) {
    long records = progress.getRecords();
    if (bar != null) {
      bar.stepTo(progress.getBytes());
      bar.setExtraMessage("%,d records, %,d/s".formatted(records, rate(records)));
    }
    long now = TENTHS * progress.getBytes() / size;
    if (lines != null && now > tenth) {
      lines.printf("%d %%  %,d records  %,d/s%n", now * TENTHS, records, rate(records));
    }
    tenth = Math.max(now, tenth);
  }

  private long rate(long records) {
    long millis = Math.max(1, Duration.between(start, clock.instant()).toMillis());
    return records * 1000 / millis;
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
