package org.kagiban.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.cli.SampleLog;
import org.kagiban.web.Browser;

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
    console = SampleConsole.of(folder);
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
    page.navigate(console.url() + "/search?verdict=wrong_code");
    assertThat(page.locator("tbody tr").count()).isEqualTo(1);
    SampleConsole.look(page, "console-search");
    page.locator("tbody a").click();
    page.waitForSelector("#verdict.good");
    assertThat(page.textContent("#verdict")).contains("PROVEN in this browser", "307 of 308");
    SampleConsole.look(page, "console-event");
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
    for (String path :
        List.of("/search", "/event?index=308", "/search?token=<b>%22", "/event?index=<b>")) {
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
    SampleConsole.look(page, "console-broken");
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
    SampleConsole.waitForIndex(page);
    assertThat(page.locator("svg.plot").count()).isEqualTo(3);
    assertThat(page.textContent("#failures + .legend")).contains("bank-1", "(others)");
    page.locator("summary").first().click();
    assertThat(page.locator("details[open] tbody tr").count()).isEqualTo(6);
    SampleConsole.look(page, "console-plots");
  }

  @Test
  void state_verifiesAllFromAButton() {
    Page page = BROWSER.desktop();
    page.navigate(console.address());
    page.locator("text=Verify all").click();
    page.waitForSelector(".result .good");
    assertThat(page.textContent(".result"))
        .contains("Last verified at", "nothing was found: the log is whole");
    SampleConsole.look(page, "console-state");
  }

  @Test
  void state_verifyAll_listsFindingsWithTheirEvents() {
    log.add(
            log.event(EventKind.KEY_USED)
                .with(EventField.TOKEN, "VSST00000001")
                .with(EventField.VERDICT, "ACCEPTED"))
        .publish();
    Page page = BROWSER.desktop();
    page.navigate(console.address());
    page.locator("text=Verify all").click();
    page.waitForSelector(".result .bad");
    page.locator(".result a").first().click();
    assertThat(page.textContent("h1")).isEqualTo("Event 308");
  }

  @Test
  void key_showsItsChainAndWhetherItIsWhole() {
    Page page = BROWSER.desktop();
    page.navigate(console.address());
    page.navigate(console.url() + "/keys");
    SampleConsole.waitForIndex(page);
    SampleConsole.look(page, "console-keys");
    page.locator("text=VSST87654321").click();
    assertThat(page.locator("svg.plot a").count()).isEqualTo(4);
    page.locator("text=Check its whole chain").click();
    page.waitForSelector(".result .good");
    assertThat(page.textContent(".result")).contains("the chain is whole: 4 events");
    SampleConsole.look(page, "console-key");
    page.navigate(console.url() + "/key?name=none");
    assertThat(page.textContent("main")).contains("no event in a chain of this name");
  }

  @Test
  void state_provesThatTheLogContinuesTheOneSeenBefore() {
    Page page = BROWSER.desktop();
    page.navigate(console.address());
    page.waitForSelector("#seen.good");
    assertThat(page.textContent("#seen")).contains("first checkpoint");
    log.use("VSST12345678", "ACCEPTED", "later").publish();
    page.reload();
    page.waitForSelector("#seen.good");
    assertThat(page.textContent("#seen")).contains("PROVEN in this browser", "308", "309");
    log.use("VSST12345678", "ACCEPTED", "later still").publish();
    page.route("**/consistency?*", route -> answer(route, Tamper.PATH::proof));
    page.reload();
    page.waitForSelector("#seen.bad");
    assertThat(page.textContent("#seen")).startsWith("NOT PROVEN");
  }

  @Test
  void event_leadsThroughItsChain() {
    Page page = BROWSER.desktop();
    page.navigate(console.address());
    page.navigate(console.url() + "/event?index=6");
    page.locator("text=Next event").click();
    page.waitForSelector("#verdict.good");
    assertThat(page.textContent("h1")).isEqualTo("Event 307");
    assertThat(page.locator("text=Next event").count()).isZero();
    page.locator("text=Previous event").click();
    page.waitForSelector("#verdict.good");
    assertThat(page.textContent("h1")).isEqualTo("Event 6");
  }

  @Test
  void event_isOpenedByItsId_asTheAnswersOfVerifyHaveIt() {
    AuditEvent used = log.event(EventKind.KEY_USED).with(EventField.TOKEN, "VSST87654321").build();
    log.add(used).publish();
    Page page = BROWSER.desktop();
    page.navigate(console.address());
    page.navigate(console.url() + "/event?id=" + used.id());
    page.waitForSelector("#verdict.good");
    assertThat(page.textContent("h1")).isEqualTo("Event 308");

    page.navigate(console.url() + "/search");
    page.fill("input[name=event]", " " + used.id().toString().toUpperCase(Locale.ROOT) + " ");
    page.locator("button").click();
    page.waitForSelector("#verdict.good");
    assertThat(page.textContent("h1")).isEqualTo("Event 308");
    assertThat(page.textContent(".facts")).contains(used.id().toString());
  }

  @Test
  void event_ofAnIdThatTheLogHasNot_isSaidOnTheSearchPage() {
    Page page = BROWSER.desktop();
    page.navigate(console.address());
    for (String id : List.of("019ab000-0000-7000-8000-000000000000", "<b>wrong")) {
      page.navigate(console.url() + "/search");
      page.fill("input[name=event]", id);
      page.locator("button").click();
      assertThat(page.textContent("[role=alert]"))
          .contains(id.startsWith("0") ? "the log has no event " + id : "neither an index nor");
      assertThat(page.inputValue("input[name=event]")).isEqualTo(id);
    }
    SampleConsole.look(page, "console-search-event");
    assertThat(BROWSER.takeFaults()).allMatch(fault -> fault.contains("400"));
  }

  @Test
  void server_withoutConnect_saysHow() {
    Page page = BROWSER.desktop();
    page.navigate(console.address());
    page.navigate(console.url() + "/server");
    assertThat(page.textContent("main")).contains("--connect auditor.yaml");
    SampleConsole.look(page, "console-server");
  }
}
