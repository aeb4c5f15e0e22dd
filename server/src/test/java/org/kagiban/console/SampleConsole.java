package org.kagiban.console;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.cli.AuditSource;
import org.kagiban.cli.AuditTimes;
import org.kagiban.cli.ConnectOptions;
import org.kagiban.cli.Progress;
import org.kagiban.cli.SampleLog;
import org.kagiban.cli.TranscriptOptions;
import org.kagiban.web.Browser;
import picocli.CommandLine;

/**
 * Each test has a log of two tokens in a folder, and a console over it that keeps no index. All
 * pages of a class share one storage but for those that a test opens itself.
 */
@SuppressWarnings("NullAway.Init") // filled before each test
abstract class SampleConsole {
  @RegisterExtension static final Browser BROWSER = new Browser();

  @TempDir Path folder;
  SampleLog log;
  Console console;

  @BeforeEach
  void start() throws IOException {
    log = SampleLog.ofTwoTokens(folder, TestSigner.of(SampleLog.ORIGIN));
    open();
  }

  @AfterEach
  void stop() {
    BROWSER.leave();
    console.close();
  }

  /**
   * In place of the one before.
   *
   * @param transcripts options that say where transcripts come from
   */
  final void reopen(String... transcripts) throws IOException {
    console.close();
    open(transcripts);
  }

  /** Told after each bundle of the index; may hold it up. */
  Progress indexed() {
    return (step, done, total) -> {};
  }

  private void open(String... transcripts) throws IOException {
    AuditSource source = new AuditSource();
    var unused = new CommandLine(source).parseArgs(folder.toString());
    OpenLog open =
        new OpenLog(source.open(), new AuditTimes(), new IndexCache(null, note -> {}), indexed());
    TranscriptOptions options = new TranscriptOptions();
    unused = new CommandLine(options).parseArgs(transcripts);
    options.open();
    console =
        Console.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            null,
            open,
            new ConnectOptions(),
            source.copy(note -> {}),
            options);
  }

  /** The page that the console's address opens, once. */
  final Page enter() {
    Page page = BROWSER.sharedDesktop();
    page.navigate(console.address());
    return page;
  }

  /** Behind the door, where the index is at the log's end. */
  final Page enter(String path) {
    Page page = enter();
    page.waitForCondition(
        () -> {
          page.navigate(console.url() + path);
          return page.locator(".note").count() == 0;
        });
    return page;
  }
}
