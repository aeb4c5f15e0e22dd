package org.kagiban.console;

import java.util.function.Consumer;
import org.kagiban.cli.Progress;

/**
 * Tells on the terminal how far the index is, until the log was read once: a line for each tenth.
 * What comes later is short, and the pages say it. For one thread.
 */
final class StartProgress implements Progress {
  private static final int TENTHS = 10;

  private final Consumer<String> lines;
  private long told;

  StartProgress(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void at(String step, long done, long total) {
    long tenth = total > 0 ? TENTHS * done / total : 0;
    if (tenth > told) {
      told = tenth;
      lines.accept("%s: %d %%, %,d of %,d".formatted(step, tenth * TENTHS, done, total));
    }
  }
}
