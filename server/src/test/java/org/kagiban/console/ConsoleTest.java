package org.kagiban.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
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
  private SampleLog log;
  private Console console;

  @SuppressWarnings("NullAway.Init") // filled before each test
  ConsoleTest() {}

  @BeforeEach
  void start() throws IOException {
    log = SampleLog.ofTwoTokens(folder, TestSigner.of(SampleLog.ORIGIN));
    AuditSource source = new AuditSource();
    var unused = new CommandLine(source).parseArgs(folder.toString());
    OpenLog open = new OpenLog(source.open(), new AuditTimes(), (step, done, total) -> {});
    console = Console.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null, open);
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

  /** At both widths. */
  private static void look(Page page, String name) {
    Browser.assertAccessible(page);
    Browser.screenshot(page, name);
    page.setViewportSize(390, 844);
    Browser.assertAccessible(page);
    Browser.screenshot(page, name + "-phone");
    page.setViewportSize(1280, 900);
  }

  @ParameterizedTest
  @EnumSource
  void proof_tamperedWith_isNotProven(Tamper tamper) {
    Page page = BROWSER.desktop();
    page.navigate(console.address());
    page.route("**/proof?*", route -> answer(route, tamper::proof));
    page.route("**/event?*", route -> answer(route, tamper::page));
    page.navigate(console.url() + "/event?index=5");
    page.waitForSelector("#verdict.bad");
    assertThat(page.textContent("#verdict")).isEqualTo("NOT PROVEN: " + tamper.why());
  }

  private static void answer(Route route, UnaryOperator<String> change) {
    String honest = route.fetch().text();
    String changed = change.apply(honest);
    route.fulfill(
        new Route.FulfillOptions()
            .setContentType(honest.startsWith("{") ? "application/json" : "text/html")
            .setBody(changed));
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

  @Test
  void names_thatHoldHtml_areShownAsText() {
    String name = "<img src=x onerror=alert(1)>\"'&";
    log.use(name, "ACCEPTED", "<b>").publish();
    Page page = BROWSER.desktop();
    page.navigate(console.address());
    for (String path : List.of("/search", "/event?index=308", "/search?token=<b>%22", "/event?index=<b>")) {
      page.navigate(console.url() + path);
      assertThat(page.locator("img, main b").count()).as(path).isZero();
    }
    page.navigate(console.url() + "/event?index=308");
    page.waitForSelector("#verdict.good");
    assertThat(page.textContent(".facts")).contains(name);
    assertThat(BROWSER.takeFaults()).allMatch(fault -> fault.contains("400"));
  }

  @Test
  void folder_thatBreaks_isSaidOnEachPage() throws IOException {
    Page page = BROWSER.desktop();
    page.navigate(console.address());
    Files.writeString(folder.resolve("checkpoint"), "no checkpoint\n");
    for (String path : List.of("/", "/search", "/event?index=5")) {
      page.navigate(console.url() + path);
      assertThat(page.textContent("h1")).isEqualTo("This cannot be shown");
      assertThat(page.textContent(".bad")).contains("checkpoint");
    }
    look(page, "console-broken");
    assertThat(BROWSER.takeFaults()).allMatch(fault -> fault.contains("400"));
  }

  @Test
  void plots_areDrawnPerTime_withTheNumbersBeside() {
    for (int i = 0; i < 30; i++) {
      log.add(
          log.event(EventKind.KEY_USED)
              .with(EventField.TOKEN, "VSST12345678")
              .with(EventField.VERDICT, List.of("ACCEPTED", "WRONG_CODE", "REPLAYED").get(i % 3))
              .with(EventField.INSTITUTION, "bank-" + i % 7)
              .with(EventField.HSM_TIME, 900 + 40 * i));
    }
    log.publish();
    Page page = BROWSER.desktop();
    page.navigate(console.address());
    page.navigate(console.url() + "/plots?time=hour");
    page.waitForCondition(
        () -> {
          page.reload();
          return page.locator(".note").count() == 0;
        });
    assertThat(page.locator("svg.plot").count()).isEqualTo(3);
    assertThat(page.textContent("#failures + .legend")).contains("bank-1", "(others)");
    page.locator("summary").first().click();
    assertThat(page.locator("details[open] tbody tr").count()).isEqualTo(6);
    look(page, "console-plots");
  }
}
