package org.kagiban.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.cli.AuditSource;
import org.kagiban.cli.AuditTimes;
import org.kagiban.cli.SampleLog;
import org.kagiban.web.Browser;
import picocli.CommandLine;

/** The console's pages over a log in a folder, in a real browser. */
final class ConsoleTest {
  @RegisterExtension static final Browser BROWSER = new Browser();
  @TempDir private Path folder;
  private Console console;

  @SuppressWarnings("NullAway.Init") // filled before each test
  ConsoleTest() {}

  @BeforeEach
  void start() throws IOException {
    SampleLog.ofTwoTokens(folder, TestSigner.of(SampleLog.ORIGIN));
    AuditSource source = new AuditSource();
    var unused = new CommandLine(source).parseArgs(folder.toString());
    OpenLog log = new OpenLog(source.open(), new AuditTimes(), (step, done, total) -> {});
    console = Console.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null, log);
  }

  @AfterEach
  void stop() {
    console.close();
  }

  @Test
  void pages_areAccessibleAndProveAnEvent() {
    Page page = BROWSER.desktop();
    page.navigate(console.address());
    assertThat(page.content()).contains("kagiban/sample", "308 events", "no --vkey was given");
    look(page, "console-state");
    page.navigate(console.url() + "/search?verdict=wrong_code");
    assertThat(page.locator("tbody tr").count()).isEqualTo(1);
    look(page, "console-search");
    page.locator("tbody a").click();
    page.waitForSelector("#verdict.good");
    assertThat(page.textContent("#verdict")).contains("PROVEN in this browser", "307 of 308");
    look(page, "console-event");
  }

  private static void look(Page page, String name) {
    Browser.assertAccessible(page);
    Browser.screenshot(page, name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"entry", "path", "checkpoint", "keys"})
  void proof_tamperedWith_isNotProven(String what) {
    Page page = BROWSER.desktop();
    page.navigate(console.address());
    page.route(
        "**/proof?*",
        route -> {
          String json = route.fetch().text();
          int at = json.indexOf(':', json.indexOf('"' + what + '"'));
          int start = json.indexOf('"', at) + (what.equals("checkpoint") ? 190 : 21);
          char other = json.charAt(start) == 'A' ? 'B' : 'A';
          route.fulfill(
              new Route.FulfillOptions()
                  .setBody(json.substring(0, start) + other + json.substring(start + 1)));
        });
    page.navigate(console.url() + "/event?index=5");
    page.waitForSelector("#verdict.bad");
    assertThat(page.textContent("#verdict")).startsWith("NOT PROVEN");
  }

  @Test
  void withoutTheTicket_nothingIsShown_andItCountsOnce() {
    Page page = BROWSER.desktop();
    assertThat(page.navigate(console.url() + "/").status()).isEqualTo(403);
    assertThat(page.navigate(console.url() + "/proof?index=0").status()).isEqualTo(403);
    assertThat(page.navigate(console.address()).status()).isEqualTo(200);
    Page other = BROWSER.phone();
    assertThat(other.navigate(console.address()).status()).isEqualTo(403);
    assertThat(BROWSER.takeFaults()).allMatch(fault -> fault.contains("403"));
  }
}
