package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

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
      CommandResult export = server.tryCommand("audit", "export", copy, "--connect", auditor);
      assertThat(export.exitCode()).as(export.output()).isZero();
      try (Listening console =
          Listening.start(
              folder.resolve("errors"), "audit", "console", copy, "--connect", auditor)) {
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
        assertThat(console.stop()).isZero();
      }
    }
  }

  private static void press(Page page, String button, String says) {
    page.locator("button:text-is('" + button + "')").click();
    page.locator(".result .good", new Page.LocatorOptions().setHasText(says)).waitFor();
  }
}
