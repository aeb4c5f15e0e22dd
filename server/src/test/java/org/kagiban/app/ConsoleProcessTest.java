package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.demo.DevCaller;
import org.kagiban.web.Browser;

/**
 * {@code kagiban audit console} as a process, with the auditor's certificate and a whole server.
 */
class ConsoleProcessTest {
  @RegisterExtension static final Browser BROWSER = new Browser();
  @TempDir private Path folder;

  @Test
  void console_connected_takesItsCopyUpToDateAndReconciles() throws Exception {
    try (LiveServer server = LiveServer.start(folder)) {
      String copy = folder.resolve("copy").toString();
      String auditor = server.connectFile(DevCaller.AUDITOR).toString();
      String ca = folder.resolve("pki").resolve("ca.pem").toString();
      CommandResult export = CommandResult.ofKagiban("audit", "export", copy, "--connect", auditor);
      assertThat(export.exitCode()).as(export.output()).isZero();
      try (Listening console =
          Listening.start(
              folder.resolve("errors"),
              "audit",
              "console",
              copy,
              "--connect",
              auditor,
              "--ca",
              ca,
              "--no-index")) {
        Page page = BROWSER.desktop();
        page.navigate(console.line("open this address, once: "));
        page.waitForSelector("#seen.good");
        String size = page.textContent(".facts tr:nth-child(2) td");
        page.locator("nav >> text=Server").click();
        press(page, "Take it up to date", "the copy is up to date");
        press(page, "Reconcile", "everything is as the log says");
        Browser.assertAccessible(page);
        Browser.screenshot(page, "console-reconciled");
        // Export and inventory are events of their own.
        page.locator("nav >> text=State").click();
        assertThat(page.textContent(".facts tr:nth-child(2) td")).isNotEqualTo(size);
        page.waitForSelector("#seen.good");
        assertThat(page.textContent("#seen")).startsWith("PROVEN in this browser");
        page.locator("text=Verify all").click();
        page.waitForSelector(".result .good");
        ceremony(page, auditor);
        assertThat(console.stop()).isZero();
      }
    }
  }

  /** As the server tells it: its signatures, the log, and the command's bytes. */
  private void ceremony(Page page, String auditor) throws Exception {
    page.locator("nav >> text=Ceremonies").click();
    page.locator("main tbody a").first().click();
    String id = page.textContent("h1").replace("Ceremony ", "");
    assertThat(page.textContent("main"))
        .contains(
            "as the server tells it now", "the transcript holds", "the transcript fits the log");
    Path file = folder.resolve("transcript");
    CommandResult show =
        CommandResult.ofKagiban(
            "ceremony", "show", id, "--transcript", "--out", "" + file, "--connect", auditor);
    assertThat(show.exitCode()).as(show.output()).isZero();
    Download download =
        page.waitForDownload(() -> page.locator("text=Download the transcript").click());
    assertThat(download.path()).hasSameBinaryContentAs(file);
  }

  private static void press(Page page, String button, String says) {
    page.locator("button:text-is('" + button + "')").click();
    page.locator(".result .good", new Page.LocatorOptions().setHasText(says)).waitFor();
  }
}
