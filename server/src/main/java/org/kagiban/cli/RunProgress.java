package org.kagiban.cli;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.kagiban.yaml.VisibleText;

/**
 * How far something of several steps is: a bar for each step at a terminal, else a line for each
 * step and each tenth of it; both with the step's rate and the time that is left at that rate. On
 * standard error. Not thread-safe.
 */
final class RunProgress implements Progress, AutoCloseable {
  private static final int TENTHS = 10;

  private final boolean bars;
  private final @Nullable PrintStream lines;
  private final Clock clock;
  private @Nullable ProgressBar bar;
  private String step = "";
  private Instant start;
  private long first;
  private long tenth;

  /**
   * @param lines where lines go where there are no bars; null for nowhere
   * @param clock measures the rate
   */
  RunProgress(boolean bars, @Nullable PrintStream lines, Clock clock) {
    this.bars = bars;
    this.lines = lines;
    this.clock = clock;
    this.start = clock.instant();
  }

  static RunProgress of(boolean silent) {
    boolean bars = !silent && Terminal.interactive();
    return new RunProgress(bars, silent || bars ? null : System.err, Clock.systemUTC());
  }

  /**
   * @param total 0 where unknown
   */
  @Override
  public void at(String now, long done, long total) {
    String name = VisibleText.of(now);
    boolean fresh = !name.equals(step);
    if (fresh) {
      close();
      step = name;
      start = clock.instant();
      first = done;
      tenth = 0;
    }
    if (bars) {
      stepBar(name, done, total);
    } else if (lines != null) {
      line(lines, fresh, done, total);
    }
  }

  private void stepBar(String name, long done, long total) {
    ProgressBar shown = bar;
    if (shown == null) {
      shown = bar(name, done, total);
      bar = shown;
    }
    if (total > 0) {
      shown.maxHint(total);
    }
    shown.stepTo(done);
  }

  private static ProgressBar bar(String name, long done, long total) {
    return new ProgressBarBuilder()
        .setTaskName(name)
        .setInitialMax(total > 0 ? total : -1)
        .startsFrom(done, Duration.ZERO)
        .showSpeed()
        .setStyle(
            Terminal.colour() ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.ASCII)
        .build();
  }

  private void line(PrintStream out, boolean fresh, long done, long total) {
    long now = total > 0 ? TENTHS * done / total : 0;
    if (fresh) {
      out.println(step);
    }
    if (now > tenth) {
      out.printf("%d %%  %,d of %,d%s%n", now * TENTHS, done, total, pace(done, total));
      tenth = now;
    }
  }

  /** Of this step since it was first heard of: what was done before says nothing about the rate. */
  private String pace(long done, long total) {
    long millis = Duration.between(start, clock.instant()).toMillis();
    long more = done - first;
    if (millis <= 0 || more <= 0) {
      return "";
    }
    double perSecond = more * 1000.0 / millis;
    long left = (long) Math.ceil((total - done) / perSecond);
    return "  %,.0f/s  %d:%02d:%02d left"
        .formatted(perSecond, left / 3600, left / 60 % 60, left % 60);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
