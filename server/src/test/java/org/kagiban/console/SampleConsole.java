package org.kagiban.console;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.kagiban.cli.AuditSource;
import org.kagiban.cli.AuditTimes;
import org.kagiban.cli.ConnectOptions;
import org.kagiban.cli.TranscriptOptions;
import org.kagiban.web.Browser;
import picocli.CommandLine;

/** A console over a log in a folder, without a kept index, and how its pages are looked at. */
final class SampleConsole {
  private SampleConsole() {}

  /**
   * @param transcripts options that say where transcripts come from
   */
  static Console of(Path folder, String... transcripts) throws IOException {
    AuditSource source = new AuditSource();
    var unused = new CommandLine(source).parseArgs(folder.toString());
    OpenLog open =
        new OpenLog(
            source.open(),
            new AuditTimes(),
            new IndexCache(null, note -> {}),
            (step, done, total) -> {});
    TranscriptOptions options = new TranscriptOptions();
    unused = new CommandLine(options).parseArgs(transcripts);
    options.open();
    return Console.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        null,
        open,
        new ConnectOptions(),
        source.copy(note -> {}),
        options);
  }

  /** At both widths. */
  static void look(Page page, String name) {
    Browser.assertAccessible(page);
    Browser.screenshot(page, name);
    page.setViewportSize(390, 844);
    Browser.assertAccessible(page);
    Browser.screenshot(page, name + "-phone");
    page.setViewportSize(1280, 900);
  }

  /** Until the index is at the log's end. */
  static void waitForIndex(Page page) {
    page.waitForCondition(
        () -> {
          page.reload();
          return page.locator(".note").count() == 0;
        });
  }
}
