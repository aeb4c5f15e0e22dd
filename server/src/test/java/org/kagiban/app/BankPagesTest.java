package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.Session;
import org.kagiban.cli.SoftwareToken;
import org.kagiban.cli.TokenFolder;
import org.kagiban.cli.TokenMaker;
import org.kagiban.demo.DevCaller;
import org.kagiban.demo.bank.BankApp;
import org.kagiban.demo.bank.FirstPasswords.Letter;
import org.kagiban.otp.Transaction;
import org.kagiban.v1.CreateTokenRequest;
import org.kagiban.v1.EnrollRequest;
import org.kagiban.v1.Subscriber;
import org.kagiban.v1.Verdict;
import org.kagiban.web.Browser;

/** Customers at the sample bank, in a real browser, in front of a real server. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class BankPagesTest {
  private static final String TOKEN_PAGE = "http://localhost:1";

  @RegisterExtension static final Browser BROWSER = new Browser();
  @TempDir private static Path folder;

  private static LiveServer server;
  private static BankApp bank;
  private static Letter first;
  private static Letter second;

  @BeforeAll
  static void open() throws Exception {
    server = LiveServer.start(folder);
    bank =
        BankApp.start(
            server.pki().connect(DevCaller.INTERNET_BANKING, server.target()),
            LiveServer.INSTITUTION,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            folder,
            () -> TOKEN_PAGE,
            Clock.systemUTC());
    first = bank.letters().get(0);
    second = bank.letters().get(1);
  }

  @AfterAll
  static void close() {
    bank.close();
    server.close();
  }

  @Test
  @Order(1)
  void journey_onAPhone_endsInOneSignedTransfer() {
    SoftwareToken token = makeToken("journey");
    Page page = BROWSER.phone();
    page.navigate(bank.url());
    look(page, "bank-login");
    page.getByText("利用開始").click();
    look(page, "bank-begin");
    password(page, first, first.login());
    look(page, "bank-register");
    register(page, token.id(), token.read().code(), first.funds(), "other");
    assertThat(problem(page)).contains("一致しません");
    look(page, "bank-register-differ");
    String code = freshCode(token);
    register(page, token.id(), code, first.funds(), first.funds());
    page.waitForURL("**/registered");
    page.getByText("ログインへ").click();
    enter(page, code);
    assertThat(problem(page)).contains("使用済み").containsPattern("Wait [0-9]+ seconds");
    assertThat(page.locator("input#code").isDisabled()).isTrue();
    look(page, "bank-replayed");
    page.navigate(bank.url() + "/registered");
    look(page, "bank-registered");
    page.getByText("ログインへ").click();
    page.waitForURL("**/code");
    enter(page, wrong(token), true);
    assertThat(problem(page)).contains("Attempts that remain: 9");
    look(page, "bank-wrong");
    enter(page, token.code(token.read().step() + 1));
    page.waitForURL("**/main");
    look(page, "bank-main");
    transfer(page, token);
  }

  private static void transfer(Page page, SoftwareToken token) {
    page.getByText("振込 Transfer").first().click();
    fillOrder(page, "5x");
    look(page, "bank-transfer-problem");
    assertThat(page.locator("#amount").getAttribute("aria-describedby"))
        .isEqualTo("amount-problem");
    fillOrder(page, "50,000");
    page.waitForURL("**/confirm");
    look(page, "bank-confirm");
    Transaction shown = shown(page);
    assertThat(shown.fields().get(1).value()).isEqualTo("50000 JPY");
    Transaction altered =
        new Transaction(
            List.of(shown.fields().get(0), new Transaction.Field("amount", "5000 JPY")));
    enter(page, token.sign(altered));
    assertThat(problem(page)).contains("The code is not right");
    page.locator("#code").fill(token.sign(shown));
    page.locator("main form button").dblclick();
    page.waitForURL("**/done?order=*");
    look(page, "bank-done");
    assertThat(page.locator("#event").textContent()).isNotBlank();
    page.goBack();
    page.navigate(bank.url() + "/main");
    assertThat(page.locator("#balance").textContent()).isEqualTo("1,200,000円");
    assertThat(page.locator("main ol li").count()).isEqualTo(1);
    look(page, "bank-main-after");
  }

  @Test
  @Order(2)
  void lockedToken_saysWhomToCall() {
    Subscriber subscriber =
        Subscriber.newBuilder()
            .setInstitution(LiveServer.INSTITUTION)
            .setSubscriberId(second.contract())
            .build();
    SoftwareToken token = makeToken("locked");
    try (Session channel = server.connect(DevCaller.INTERNET_BANKING)) {
      EnrollRequest request =
          EnrollRequest.newBuilder()
              .setRequestId(UUID.randomUUID().toString())
              .setSubscriber(subscriber)
              .setTokenId(token.id())
              .setCode(token.read().code())
              .build();
      assertThat(channel.enrollment().enroll(request).getVerdict())
          .isEqualTo(Verdict.VERDICT_ACCEPTED);
    }
    Page page = BROWSER.desktop();
    page.navigate(bank.url() + "/begin");
    // By keyboard alone.
    page.locator("#contract").focus();
    page.keyboard().type(second.contract());
    page.keyboard().press("Tab");
    page.keyboard().type(second.login());
    page.keyboard().press("Enter");
    page.waitForURL("**/register");
    // The bank did not hear of the enrolment; Kagiban knows.
    SoftwareToken other = makeToken("second");
    register(page, other.id(), other.read().code(), second.funds(), second.funds());
    page.waitForURL("**/code");
    assertThat(problem(page)).contains("登録済み");
    String wrong = wrong(token);
    try (Session channel = server.connect(DevCaller.INTERNET_BANKING)) {
      for (int wrongs = 0; wrongs < 9; wrongs++) {
        Calls.verify(channel, second.contract(), wrong);
      }
    }
    enter(page, wrong, true);
    enter(page, wrong, true);
    assertThat(problem(page)).contains("ロック").contains("0120-000-000");
    look(page, "bank-locked");
  }

  @Test
  @Order(3)
  void stranger_seesTheSameForAnUnknownContract() throws Exception {
    String known = post("/login", "contract=" + bank.letters().get(2).contract() + "&password=x");
    String unknown = post("/login", "contract=9999999&password=x");
    assertThat(known.replace(bank.letters().get(2).contract(), "9999999")).isEqualTo(unknown);
    String limited = "";
    for (int guess = 0; guess < 6; guess++) {
      limited = post("/login", "contract=9999999&password=x");
    }
    assertThat(limited).contains("Too many wrong passwords");
  }

  @Test
  @Order(4)
  void serverGone_isSaidToTheCustomer_asNotCounted() throws Exception {
    Page page = BROWSER.phone();
    page.navigate(bank.url());
    password(page, first, first.login());
    page.waitForURL("**/code");
    server.kill();
    enter(page, "000000");
    assertThat(problem(page)).contains("Nothing was counted against you");
    look(page, "bank-unavailable");
  }

  private static SoftwareToken makeToken(String name) {
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

  /** A code that stays on the display for a while: once it is gone, the bank's form opens again. */
  private static String freshCode(SoftwareToken token) {
    return await()
        .atMost(Duration.ofMinutes(1))
        .until(token::read, reading -> reading.secondsLeft() > 20)
        .code();
  }

  private static void password(Page page, Letter letter, String password) {
    page.locator("#contract").fill(letter.contract());
    page.locator("#password").fill(password);
    page.locator("main form button").click();
  }

  private static void register(Page page, String token, String code, String funds, String again) {
    page.locator("#token").fill(token);
    page.locator("#code").fill(code);
    page.locator("#funds").fill(funds);
    page.locator("#again").fill(again);
    page.locator("main form button").click();
  }

  private static void fillOrder(Page page, String amount) {
    page.locator("#bank").fill("みなと信用金庫");
    page.locator("#branch").fill("本店");
    page.locator("#account").fill("1234567");
    page.locator("#name").fill("ヤマダ ハナコ");
    page.locator("#amount").fill(amount);
    page.locator("main form button").click();
  }

  private static void enter(Page page, String code) {
    enter(page, code, false);
  }

  /** Enters a code; {@code forced} as somebody would who does not wait. */
  private static void enter(Page page, String code, boolean forced) {
    if (forced) {
      page.evaluate("document.querySelector('main fieldset').disabled = false");
    }
    page.locator("#code").fill(code);
    page.evaluate("document.body.dataset.left = 'yes'");
    page.locator("main form button").click();
    page.locator("body:not([data-left])").waitFor();
  }

  private static String problem(Page page) {
    Locator problem = page.locator("#problem");
    problem.waitFor();
    return problem.textContent();
  }

  private static Transaction shown(Page page) {
    String link = page.locator("main a.second").getAttribute("href");
    String[] fields = link.substring((TOKEN_PAGE + "/#sign?").length()).split("&");
    return new Transaction(
        List.of(fields).stream()
            .map(field -> field.split("="))
            .map(
                pair ->
                    new Transaction.Field(
                        pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8)))
            .toList());
  }

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

  private static void look(Page page, String name) {
    Browser.assertAccessible(page);
    Browser.screenshot(page, name);
  }

  private static String post(String path, String form) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(bank.url() + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", bank.url())
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() + answer.headers().map().keySet().toString() + answer.body();
  }
}
