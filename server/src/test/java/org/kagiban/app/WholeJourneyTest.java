package org.kagiban.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.ConnectFile;
import org.kagiban.cli.Session;
import org.kagiban.cli.SoftwareToken;
import org.kagiban.cli.TokenFolder;
import org.kagiban.cli.TokenMaker;
import org.kagiban.demo.DevCaller;
import org.kagiban.demo.bank.BankApp;
import org.kagiban.demo.bank.FirstPasswords.Letter;
import org.kagiban.demo.token.TokenApp;
import org.kagiban.v1.CreateTokenRequest;
import org.kagiban.v1.EnrollRequest;
import org.kagiban.v1.Subscriber;
import org.kagiban.v1.Verdict;
import org.kagiban.web.Browser;
import org.kagiban.web.Keyboard;

/**
 * A customer, then an auditor: the token's page, the bank's and the console, in front of a real
 * server with SoftHSM. The journey is made by keyboard alone, and all that is typed was read off
 * one of the pages.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class WholeJourneyTest {
  private static final Pattern CODE = Pattern.compile("\\d{3} \\d{3}");
  private static final String PIN = "480913";

  @RegisterExtension static final Browser BROWSER = new Browser();

  @TempDir private static Path folder;
  private static LiveServer server;
  private static TokenApp tokens;
  private static BankApp bank;

  @BeforeAll
  static void open() throws Exception {
    server = LiveServer.start(folder);
    ConnectFile connect = server.pki().connect(DevCaller.INTERNET_BANKING, server.target());
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    tokens = TokenApp.start(connect, LiveServer.INSTITUTION, loopback, false);
    bank =
        BankApp.start(
            connect, LiveServer.INSTITUTION, loopback, folder, tokens::url, Clock.systemUTC());
  }

  @AfterAll
  static void close() {
    bank.close();
    tokens.close();
    server.close();
  }

  @Test
  @Order(1)
  void customerSigns_auditorProves_byKeyboardAlone() throws Exception {
    Page token = BROWSER.phone();
    // It runs as ever until the customer has waited for a code.
    token.context().clock().install();
    String id = makeToken(token);
    Page customer = token.context().newPage();
    Keyboard keys = new Keyboard(customer);
    String first = code(token, "#code");
    begin(customer, keys, id, first);
    logIn(customer, keys, token, first);
    String event = transfer(customer, keys);
    audit(id, event);
  }

  private static String makeToken(Page token) {
    Keyboard keys = new Keyboard(token);
    token.navigate(tokens.url());
    assertThat(token.locator("html[data-ready=yes]")).hasCount(1);
    look(token, keys, "setup");
    keys.fill("#new-pin", "123456");
    keys.press("Enter");
    keys.assertAt("#new-pin[aria-invalid=true]");
    keys.type(PIN);
    keys.fill("#new-pin-again", PIN);
    keys.press("Enter");
    code(token, "#code");
    keys.assertAt("#display-title");
    look(token, keys, "token");
    return token.locator("#token-id").textContent();
  }

  /** 利用開始, with the code that is tried again at login. */
  private static void begin(Page customer, Keyboard keys, String id, String code) {
    Letter letter = bank.letters().get(0);
    customer.navigate(bank.url());
    look(customer, keys, "login");
    keys.choose("a[href='/begin']");
    customer.waitForURL("**/begin");
    keys.fill("#contract", letter.contract());
    keys.fill("#password", letter.login());
    keys.press("Enter");
    customer.waitForURL("**/register");
    keys.fill("#token", id);
    register(keys, code, letter.funds(), "a slip");
    keys.assertAt("#problem");
    assertThat(customer.locator("#problem")).containsText("一致しません");
    look(customer, keys, "register");
    keys.tabBackTo("#token");
    register(keys, code, letter.funds(), letter.funds());
    customer.waitForURL("**/registered");
    look(customer, keys, "registered");
    keys.choose("main a.button");
    customer.waitForURL("**/code");
    keys.fill("#code", code);
    keys.press("Enter");
    keys.assertAt("#problem");
    assertThat(customer.locator("#problem")).containsText("This code was used already");
    look(customer, keys, "replayed");
  }

  private static void register(Keyboard keys, String code, String funds, String again) {
    keys.fill("#code", code);
    keys.fill("#funds", funds);
    keys.fill("#again", again);
    keys.press("Enter");
  }

  /** The customer's clock is put forward in place of a wait: the server takes the next code too. */
  private static void logIn(Page customer, Keyboard keys, Page token, String used) {
    customer.context().clock().fastForward(30_000);
    assertThat(token.locator("#code")).not().hasText(grouped(used));
    assertThat(customer.locator("#code")).isEnabled();
    keys.tabTo("#code");
    keys.type(code(token, "#code"));
    keys.press("Enter");
    customer.waitForURL("**/main");
    look(customer, keys, "main");
  }

  private static String transfer(Page customer, Keyboard keys) {
    keys.choose("main a.button");
    customer.waitForURL("**/transfer");
    keys.fill("#bank", "みなと信用金庫");
    keys.fill("#branch", "本店");
    keys.fill("#account", "1234567");
    keys.fill("#name", "ヤマダ ハナコ");
    keys.fill("#amount", "5x");
    keys.press("Enter");
    keys.assertAt("#problem");
    look(customer, keys, "transfer");
    keys.fill("#amount", "50,000");
    keys.press("Enter");
    customer.waitForURL("**/confirm");
    look(customer, keys, "confirm");
    keys.tabTo("main a.second");
    String signature = sign(customer.context().waitForPage(() -> keys.press("Enter")));
    keys.fill("#code", signature);
    keys.press("Enter");
    customer.waitForURL("**/done?order=*");
    look(customer, keys, "done");
    return customer.locator("#event").textContent();
  }

  /** The bank's link: nothing else tells the token what to sign. */
  private static String sign(Page token) {
    Keyboard keys = new Keyboard(token);
    assertThat(token.locator("html[data-ready=yes]")).hasCount(1);
    keys.fill("#pin", PIN);
    keys.press("Enter");
    assertThat(token.locator("#sign-fields")).containsText("みなと信用金庫 本店 普通 1234567 ヤマダ ハナコ");
    assertThat(token.locator("#sign-fields")).containsText("50000 JPY");
    look(token, keys, "sign");
    keys.choose("#sign-button");
    String signature = code(token, "#signature");
    keys.assertAt("#sign-result");
    look(token, keys, "signed");
    return signature;
  }

  private static void audit(String token, String event) throws Exception {
    String copy = folder.resolve("auditors-copy").toString();
    server.command(
        "audit", "export", copy, "--connect", server.connectFile(DevCaller.AUDITOR).toString());
    try (Listening console =
        Listening.start(
            folder.resolve("console.err"),
            "audit",
            "console",
            copy,
            "--vkey",
            copy + "/vkey",
            "--no-index")) {
      Page auditor = BROWSER.desktop();
      Keyboard keys = new Keyboard(auditor);
      auditor.navigate(console.line("open this address, once: "));
      look(auditor, keys, "console");
      keys.choose("nav a[href='/search']");
      auditor.waitForURL("**/search");
      keys.fill("input[name=token]", token);
      keys.press("Enter");
      Locator transfer =
          auditor
              .locator("tbody tr")
              .filter(new Locator.FilterOptions().setHasText("purpose=transfer"));
      String link = transfer.locator("a").getAttribute("href");
      look(auditor, keys, "search");
      keys.choose("tbody a[href='" + link + "']");
      assertThat(auditor.locator("table.facts")).containsText(event);
      assertThat(auditor.locator("#verdict")).containsText("PROVEN in this browser");
      assertThat(auditor.locator("#verdict")).hasClass(Pattern.compile("good"));
      look(auditor, keys, "proven");
      assertThat(console.stop()).isZero();
    }
  }

  private static String code(Page page, String where) {
    assertThat(page.locator(where)).hasText(CODE, new HasTextOptions().setTimeout(20_000));
    return page.locator(where).textContent().replace(" ", "");
  }

  private static String grouped(String code) {
    return code.substring(0, 3) + " " + code.substring(3);
  }

  /** Walks through the page by Tab as well; the pages' own tests ask axe-core. */
  private static void look(Page page, Keyboard keys, String station) {
    Browser.screenshot(page, "journey-" + station);
    keys.walk();
  }

  @Test
  @Order(2)
  void lockedToken_saysWhomToCall_thoughTheBankMissedItsEnrolment() {
    Letter letter = bank.letters().get(1);
    SoftwareToken token = softwareToken("locked");
    enroll(letter, token);
    Page page = BROWSER.phone();
    password(page, letter);
    page.waitForURL("**/register");
    register(page, letter, softwareToken("other"));
    page.waitForURL("**/code");
    assertThat(page.locator("#problem")).containsText("登録済み");
    String wrong = wrong(token);
    try (Session channel = server.connect(DevCaller.INTERNET_BANKING)) {
      for (int wrongs = 0; wrongs < 10; wrongs++) {
        Calls.verify(channel, letter.contract(), wrong);
      }
    }
    page.locator("#code").fill(wrong);
    page.locator("main form button").click();
    assertThat(page.locator("#problem")).containsText("ロック");
    assertThat(page.locator("#problem")).containsText("0120-000-000");
  }

  @Test
  @Order(3)
  void serverGone_isNotCounted_andTheSameCodeIsTakenOnceItIsBack() throws Exception {
    Letter letter = bank.letters().get(2);
    SoftwareToken token = softwareToken("patient");
    Page page = BROWSER.phone();
    password(page, letter);
    page.waitForURL("**/register");
    server.kill();
    String code = token.read().code();
    register(page, letter, token.id(), code);
    assertThat(page.locator("#problem")).containsText("Nothing was counted against you");
    server.restart();
    // The bank's connection comes back by itself, after a pause that grows.
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              register(page, letter, token.id(), code);
              page.waitForLoadState();
              return page.url().endsWith("/registered");
            });
  }

  private static void enroll(Letter letter, SoftwareToken token) {
    try (Session channel = server.connect(DevCaller.INTERNET_BANKING)) {
      EnrollRequest request =
          EnrollRequest.newBuilder()
              .setRequestId(UUID.randomUUID().toString())
              .setSubscriber(
                  Subscriber.newBuilder()
                      .setInstitution(LiveServer.INSTITUTION)
                      .setSubscriberId(letter.contract()))
              .setTokenId(token.id())
              .setCode(token.read().code())
              .build();
      assertThat(channel.enrollment().enroll(request).getVerdict())
          .isEqualTo(Verdict.VERDICT_ACCEPTED);
    }
  }

  private static SoftwareToken softwareToken(String name) {
    TokenFolder fresh = new TokenFolder(folder.resolve(name));
    try (Session channel = server.connect(DevCaller.INTERNET_BANKING)) {
      CreateTokenRequest request =
          CreateTokenRequest.newBuilder()
              .setRequestId(UUID.randomUUID().toString())
              .setInstitution(LiveServer.INSTITUTION)
              .build();
      TokenMaker.make(channel, request, fresh);
    }
    return fresh.open(Clock.systemUTC());
  }

  private static void password(Page page, Letter letter) {
    page.navigate(bank.url());
    page.locator("#contract").fill(letter.contract());
    page.locator("#password").fill(letter.login());
    page.locator("main form button").click();
  }

  private static void register(Page page, Letter letter, SoftwareToken token) {
    register(page, letter, token.id(), token.read().code());
  }

  private static void register(Page page, Letter letter, String token, String code) {
    page.locator("#token").fill(token);
    page.locator("#code").fill(code);
    page.locator("#funds").fill(letter.funds());
    page.locator("#again").fill(letter.funds());
    page.locator("main form button").click();
  }

  /** Wrong now and for as long as the test may take. */
  private static String wrong(SoftwareToken token) {
    long now = token.read().step();
    return IntStream.range(0, 1000)
        .mapToObj("%06d"::formatted)
        .filter(
            code ->
                IntStream.rangeClosed(-100, 100).noneMatch(i -> token.code(now + i).equals(code)))
        .findFirst()
        .orElseThrow();
  }
}
