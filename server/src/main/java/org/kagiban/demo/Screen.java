package org.kagiban.demo;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import org.kagiban.cli.Table;
import org.kagiban.cli.Terminal;
import picocli.CommandLine.Help.Ansi;

/** What the demo shows: plain lines, with colour and a countdown at a terminal. */
final class Screen {
  private static final int LABEL = 34;
  private static final String INDENT = " ".repeat(8);

  private final PrintWriter out;
  private final Ansi ansi;
  private final boolean live;

  Screen(PrintWriter out, Ansi ansi, boolean live) {
    this.out = out;
    this.ansi = ansi;
    this.live = live;
  }

  static Screen of(PrintWriter out) {
    return new Screen(out, Terminal.ansi(), Terminal.interactive());
  }

  Ansi ansi() {
    return ansi;
  }

  void heading(String text) {
    line("");
    line(ansi.string("@|bold " + text + "|@"));
    line("");
  }

  void ok(String label, String value) {
    step("@|bold,green OK|@  ", label, value);
  }

  void failed(String label, String value) {
    step("@|bold,red FAIL|@", label, value);
  }

  private void step(String mark, String label, String value) {
    line(("  " + ansi.string(mark) + "  " + Table.padded(label, LABEL) + value).stripTrailing());
  }

  /** A line that explains the step above. */
  void note(String text) {
    line(INDENT + ansi.string("@|faint " + text + "|@"));
  }

  void line(String text) {
    out.println(text);
    out.flush();
  }

  /** Lets real time pass, and shows it. */
  void countdown(String what, int seconds) throws InterruptedException {
    if (!live) {
      note("%s: %d s".formatted(what, seconds));
      TimeUnit.SECONDS.sleep(seconds);
      return;
    }
    for (int left = seconds; left > 0; left--) {
      overwrite("%s: %2d s".formatted(what, left));
      TimeUnit.SECONDS.sleep(1);
    }
    overwrite(" ".repeat(what.length() + 6));
    out.print('\r');
    out.flush();
  }

  private void overwrite(String text) {
    out.print("\r" + INDENT + text);
    out.flush();
  }
}
