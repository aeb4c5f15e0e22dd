package org.kagiban.cli;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * How far something of several steps is: a bar for each step at a terminal, else a line for each
 * step and each tenth of it. On standard error. Not thread-safe.
 */
final class RunProgress implements AutoCloseable {
  private static final int TENTHS = 10;

  private final boolean bars;
  private final @Nullable PrintStream lines;
  private @Nullable ProgressBar bar;
  private String step = "";
  private long tenth;

  /**
   * @param lines where lines go where there are no bars; null for nowhere
   */
  RunProgress(boolean bars, @Nullable PrintStream lines) {
    this.bars = bars;
    this.lines = lines;
  }

  static RunProgress of(boolean silent) {
    boolean bars = !silent && Terminal.interactive();
    return new RunProgress(bars, silent || bars ? null : System.err);
  }

  /**
   * @param total 0 where unknown
   */
  void at(String now, long done, long total) {
    String name = VisibleText.of(now);
    boolean fresh = !name.equals(step);
    if (fresh) {
      close();
      step = name;
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
      shown = bar(name, total);
      bar = shown;
    }
    if (total > 0) {
      shown.maxHint(total);
    }
    shown.stepTo(done);
  }

  private static ProgressBar bar(String name, long total) {
    return new ProgressBarBuilder()
        .setTaskName(name)
        .setInitialMax(total > 0 ? total : -1)
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
      out.printf("%d %%  %,d of %,d%n", now * TENTHS, done, total);
      tenth = now;
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
