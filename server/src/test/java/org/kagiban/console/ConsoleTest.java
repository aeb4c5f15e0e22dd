package org.kagiban.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.web.EveryLook;
import org.kagiban.web.Keyboard;

/** The console's pages over a log in a folder, in a real browser. */
final class ConsoleTest extends SampleConsole {
  @Test
  void pages_areAccessibleAndProveAnEvent() {
    Page page = enter();
    assertThat(page.content()).contains("kagiban/sample", "308 events", "no --vkey was given");
    page.navigate(console.url() + "/search?verdict=wrong_code");
    assertThat(page.locator("tbody tr").count()).isEqualTo(1);
    EveryLook.assertGood(page, "console-search");
    page.locator("tbody a").click();
    page.waitForSelector("#verdict.good");
    assertThat(page.textContent("#verdict")).contains("PROVEN in this browser", "307 of 308");
    EveryLook.assertGood(page, "console-event");
  }

  @Test
  void proof_tamperedWith_isNotProven() {
    Page page = enter();
    for (Tamper tamper : Tamper.values()) {
      page.route("**/proof?*", route -> answer(route, tamper::proof));
      page.route("**/event?*", route -> answer(route, tamper::page));
      page.navigate(console.url() + "/event?index=5");
      page.waitForSelector("#verdict.bad");
      assertThat(page.textContent("#verdict"))
          .as("%s", tamper)
          .isEqualTo("NOT PROVEN: " + tamper.why());
      page.unrouteAll();
    }
    page.reload();
    page.waitForSelector("#verdict.good");
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
    Page page = enter();
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
    Page page = enter();
    Files.writeString(folder.resolve("checkpoint"), "no checkpoint\n");
    for (String path : List.of("/", "/search", "/event?index=5")) {
      page.navigate(console.url() + path);
      assertThat(page.textContent("h1")).isEqualTo("This cannot be shown");
      assertThat(page.textContent(".bad")).contains("checkpoint");
    }
    EveryLook.assertGood(page, "console-broken");
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
    Page page = enter("/plots?time=hour");
    assertThat(page.locator("svg.plot").count()).isEqualTo(3);
    assertThat(page.textContent("#failures + .legend")).contains("bank-1", "(others)");
    page.locator("summary").first().click();
    assertThat(page.locator("details[open] tbody tr").count()).isEqualTo(6);
    EveryLook.assertGood(page, "console-plots");
  }

  @Test
  void state_verifiesAllFromAButton() {
    Page page = enter();
    page.locator("text=Verify all").click();
    page.waitForSelector(".result .good");
    assertThat(page.textContent(".result"))
        .contains("Last verified at", "nothing was found: the log is whole");
    EveryLook.assertGood(page, "console-state");
  }

  @Test
  void state_verifyAll_listsFindingsWithTheirEvents() {
    log.add(
            log.event(EventKind.KEY_USED)
                .with(EventField.TOKEN, "VSST00000001")
                .with(EventField.VERDICT, "ACCEPTED"))
        .publish();
    Page page = enter();
    page.locator("text=Verify all").click();
    page.waitForSelector(".result .bad");
    page.locator(".result a").first().click();
    assertThat(page.textContent("h1")).isEqualTo("Event 308");
  }

  @Test
  void key_showsItsChainAndWhetherItIsWhole() {
    Page page = enter("/keys");
    EveryLook.assertGood(page, "console-keys");
    page.locator("text=VSST87654321").click();
    assertThat(page.locator("svg.plot a").count()).isEqualTo(4);
    page.locator("text=Check its whole chain").click();
    page.waitForSelector(".result .good");
    assertThat(page.textContent(".result")).contains("the chain is whole: 4 events");
    EveryLook.assertGood(page, "console-key");
    page.navigate(console.url() + "/key?name=none");
    assertThat(page.textContent("main")).contains("no event in a chain of this name");
  }

  @Test
  void state_provesThatTheLogContinuesTheOneSeenBefore() {
    // Its storage alone: another console may have had this address.
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
    Page page = enter();
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
    Page page = enter();
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
    Page page = enter();
    for (String id : List.of("019ab000-0000-7000-8000-000000000000", "<b>wrong")) {
      page.navigate(console.url() + "/search");
      page.fill("input[name=event]", id);
      page.locator("button").click();
      assertThat(page.textContent("[role=alert]"))
          .contains(id.startsWith("0") ? "the log has no event " + id : "neither an index nor");
      assertThat(page.inputValue("input[name=event]")).isEqualTo(id);
    }
    EveryLook.assertGood(page, "console-search-event");
    assertThat(BROWSER.takeFaults()).allMatch(fault -> fault.contains("400"));
  }

  @Test
  void everyPage_byKeyboardAlone() {
    for (EventKind kind : List.of(EventKind.CEREMONY_PROPOSED, EventKind.CEREMONY_APPROVED)) {
      log.add(log.event(kind).with(EventField.CEREMONY, "c-1").with(EventField.PERSON, "Sato"));
    }
    log.publish();
    Page page = enter("/keys");
    Keyboard keys = new Keyboard(page);
    keys.walk();
    keys.fill("input[name=name]", "VSST87654321");
    keys.press("Enter");
    page.waitForURL("**/key?name=VSST87654321");
    keys.choose("main form button");
    page.waitForSelector(".result .good");
    keys.walk();
    keys.choose("tbody a[href='/event?index=307']");
    page.waitForSelector("#verdict.good");
    place(page, keys, "/");
    keys.choose("main form button");
    page.waitForSelector(".result .box");
    keys.walk();
    place(page, keys, "/plots");
    keys.choose("a[href='/plots?time=hour']");
    page.waitForURL("**/plots?time=hour");
    keys.choose("summary");
    assertThat(page.locator("details[open] tbody tr").count()).isPositive();
    keys.walk();
    place(page, keys, "/ceremonies");
    keys.choose("tbody a[href^='/ceremony']");
    page.waitForURL("**/ceremony?id=c-1");
    keys.walk();
    place(page, keys, "/server");
    assertThat(page.textContent("h1")).isEqualTo("Server");
  }

  private static void place(Page page, Keyboard keys, String path) {
    keys.choose("nav a[href='" + path + "']");
    page.waitForURL("**" + path);
  }

  @Test
  void server_withoutConnect_saysHow() {
    Page page = enter();
    page.navigate(console.url() + "/server");
    assertThat(page.textContent("main")).contains("--connect auditor.yaml");
    EveryLook.assertGood(page, "console-server");
  }
}
