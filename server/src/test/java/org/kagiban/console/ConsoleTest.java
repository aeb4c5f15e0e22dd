package org.kagiban.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
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
import org.kagiban.cli.ConnectOptions;
import org.kagiban.cli.SampleLog;
import org.kagiban.cli.TranscriptOptions;
import org.kagiban.custody.ceremony.SampleCeremony;
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
    console = console();
  }

  private Console console(String... transcripts) throws IOException {
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
    waitForIndex(page);
    assertThat(page.locator("svg.plot").count()).isEqualTo(3);
    assertThat(page.textContent("#failures + .legend")).contains("bank-1", "(others)");
    page.locator("summary").first().click();
    assertThat(page.locator("details[open] tbody tr").count()).isEqualTo(6);
    look(page, "console-plots");
  }

  @Test
  void state_verifiesAllFromAButton() {
    Page page = BROWSER.desktop();
    page.navigate(console.address());
    page.locator("text=Verify all").click();
    page.waitForSelector(".result .good");
    assertThat(page.textContent(".result"))
        .contains("Last verified at", "nothing was found: the log is whole");
    look(page, "console-state");
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
    waitForIndex(page);
    look(page, "console-keys");
    page.locator("text=VSST87654321").click();
    assertThat(page.locator("svg.plot a").count()).isEqualTo(4);
    page.locator("text=Check its whole chain").click();
    page.waitForSelector(".result .good");
    assertThat(page.textContent(".result")).contains("the chain is whole: 4 events");
    look(page, "console-key");
    page.navigate(console.url() + "/key?name=none");
    assertThat(page.textContent("main")).contains("no event in a chain of this name");
  }

  @Test
  void ceremony_saysWhoProposedApprovedAndRanIt() {
    act(EventKind.CEREMONY_PROPOSED, "Sato");
    act(EventKind.CEREMONY_APPROVED, "Suzuki");
    act(EventKind.CEREMONY_APPROVED, "Tanaka");
    act(EventKind.CEREMONY_APPROVAL_WITHDRAWN, "Tanaka");
    act(EventKind.CEREMONY_STARTED, "Sato");
    act(EventKind.CEREMONY_EXECUTED, "Sato");
    log.publish();
    Page page = BROWSER.desktop();
    page.navigate(console.address());
    page.navigate(console.url() + "/ceremonies");
    waitForIndex(page);
    look(page, "console-ceremonies");
    page.locator("main tbody a").first().click();
    assertThat(page.textContent(".facts"))
        .contains("Sato", "Suzuki (1 needed besides the proposer)", "CEREMONY_EXECUTED")
        .doesNotContain("Tanaka");
    assertThat(page.locator(".wide tbody tr").count()).isEqualTo(6);
    look(page, "console-ceremony");
  }

  @Test
  void transcripts_ofAFolder_areCheckedAndHeldAgainstTheLog(@TempDir Path kept) throws IOException {
    SampleCeremony ceremony = new SampleCeremony();
    // The other one's events are in the log, but for those of its approval.
    SampleCeremony other = new SampleCeremony();
    ceremony.events().forEach(log::add);
    other.events().stream()
        .filter(event -> event.kind() != EventKind.CEREMONY_APPROVED)
        .forEach(log::add);
    log.publish();
    Path transcripts = Files.createDirectory(kept.resolve("transcripts"));
    Files.writeString(transcripts.resolve("first.transcript"), ceremony.transcript());
    Files.writeString(
        transcripts.resolve("other.transcript"),
        other.transcript().replace("person: Ben Mori", "person: <b>Eve"));
    Files.writeString(transcripts.resolve("notes.txt"), "no transcript\n");
    Path ca = Files.writeString(kept.resolve("ca.pem"), ceremony.authority());
    console.close();
    console = console("--transcripts", transcripts.toString(), "--ca", ca.toString());
    Page page = BROWSER.desktop();
    page.navigate(console.address());
    page.navigate(console.url() + "/ceremonies");
    waitForIndex(page);
    assertThat(page.textContent("main"))
        .contains("first.transcript", "they hold", "they do NOT hold", "notes.txt")
        .contains("no transcript: ");

    page.navigate(console.url() + "/ceremony?id=" + ceremony.id());
    assertThat(page.textContent("main"))
        .contains("Transcript, from the file first.transcript")
        .contains("CN=ca", "the transcript holds", "APPROVE by Ben Mori")
        .contains("the outcome is the one whose SHA-256 the log has")
        .contains("the transcript fits the log");
    Download download =
        page.waitForDownload(() -> page.locator("text=Download the transcript").click());
    assertThat(download.path()).hasContent(ceremony.transcript());
    look(page, "console-transcript");

    page.navigate(console.url() + "/ceremony?id=" + other.id());
    assertThat(page.textContent("main"))
        .contains("that no given authority issued", "the transcript does NOT hold")
        .contains("APPROVE by <b>Eve", "the log has no event", "does NOT fit the log");
    assertThat(page.locator("main b").count()).isZero();
  }

  @Test
  void transcript_withoutAnAuthority_isShownAsNotChecked(@TempDir Path kept) throws IOException {
    SampleCeremony ceremony = new SampleCeremony();
    Files.writeString(kept.resolve("first.transcript"), ceremony.transcript());
    console.close();
    console = console("--transcripts", kept.toString());
    Page page = BROWSER.desktop();
    page.navigate(console.address());
    page.navigate(console.url() + "/ceremony?id=" + ceremony.id());
    assertThat(page.textContent("main"))
        .contains("Not checked: nobody said whose certificates count")
        .contains("the log has no event of this ceremony")
        .doesNotContain("the transcript holds");
  }

  private void act(EventKind kind, String person) {
    log.add(
        log.event(kind)
            .with(EventField.CEREMONY, "c-1")
            .with(EventField.OPERATION, "kek-rotation")
            .with(EventField.REQUIRED, 1)
            .with(EventField.PERSON, person));
  }

  /** Until the index is at the log's end. */
  private static void waitForIndex(Page page) {
    page.waitForCondition(
        () -> {
          page.reload();
          return page.locator(".note").count() == 0;
        });
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
  void server_withoutConnect_saysHow() {
    Page page = BROWSER.desktop();
    page.navigate(console.address());
    page.navigate(console.url() + "/server");
    assertThat(page.textContent("main")).contains("--connect auditor.yaml");
    look(page, "console-server");
  }
}
