package org.kagiban.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsEnabledOptions;
import com.microsoft.playwright.options.AriaRole;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.ConnectFile;
import org.kagiban.demo.DevCaller;
import org.kagiban.demo.bank.BankApp;
import org.kagiban.demo.bank.FirstPasswords.Letter;
import org.kagiban.demo.token.TokenApp;
import org.kagiban.web.Browser;

/**
 * A customer with a phone, then an auditor: the token's page, the bank's and the console, in front
 * of a real server with SoftHSM. Everything that is typed was read off one of the pages.
 */
final class WholeJourneyTest {
  private static final Pattern CODE = Pattern.compile("\\d{3} \\d{3}");

  /** Longer than a code is shown, on a busy machine. */
  private static final double NEXT_CODE_MILLIS = 60_000;

  @RegisterExtension static final Browser BROWSER = new Browser();

  @TempDir private Path folder;

  @Test
  void customerSigns_auditorProves() throws Exception {
    try (LiveServer server = LiveServer.start(folder)) {
      ConnectFile connect = server.pki().connect(DevCaller.INTERNET_BANKING, server.target());
      InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      try (TokenApp tokens = TokenApp.start(connect, LiveServer.INSTITUTION, loopback, false);
          BankApp bank =
              BankApp.start(
                  connect,
                  LiveServer.INSTITUTION,
                  loopback,
                  folder,
                  tokens::url,
                  Clock.systemUTC())) {
        Page token = BROWSER.phone();
        Page customer = BROWSER.phone();
        String id = makeToken(token, tokens.url());
        String first = code(token, "#code");
        begin(customer, bank, id, first);
        logIn(customer, token, first);
        String event = transfer(customer, token);
        audit(server, id, event);
      }
    }
  }

  private static String makeToken(Page token, String url) {
    token.navigate(url);
    token.locator("#new-pin").fill("480913");
    token.locator("#new-pin-again").fill("480913");
    press(token, "トークンを作成");
    assertThat(token.locator("#code")).hasText(CODE);
    look(token, "token");
    return token.locator("#token-id").textContent();
  }

  /** 利用開始, with the code that is tried again at login. */
  private static void begin(Page customer, BankApp bank, String id, String code) {
    Letter letter = bank.letters().get(0);
    customer.navigate(bank.url());
    customer.getByText("利用開始").click();
    customer.locator("#contract").fill(letter.contract());
    customer.locator("#password").fill(letter.login());
    submit(customer);
    customer.waitForURL("**/register");
    customer.locator("#token").fill(id);
    customer.locator("#code").fill(code);
    customer.locator("#funds").fill(letter.funds());
    customer.locator("#again").fill(letter.funds());
    look(customer, "register");
    submit(customer);
    customer.waitForURL("**/registered");
    customer.getByText("ログインへ").click();
    customer.locator("#code").fill(code);
    submit(customer);
    assertThat(customer.locator("#problem")).containsText("This code was used already");
    look(customer, "replayed");
  }

  /** Waits as the customer does: until the bank's form opens, and the token shows another code. */
  private static void logIn(Page customer, Page token, String used) {
    assertThat(customer.locator("#code"))
        .isEnabled(new IsEnabledOptions().setTimeout(NEXT_CODE_MILLIS));
    assertThat(token.locator("#code"))
        .not()
        .hasText(grouped(used), new HasTextOptions().setTimeout(NEXT_CODE_MILLIS));
    customer.locator("#code").fill(code(token, "#code"));
    submit(customer);
    customer.waitForURL("**/main");
    look(customer, "main");
  }

  private static String transfer(Page customer, Page token) {
    customer.locator("main a.button").first().click();
    customer.locator("#bank").fill("みなと信用金庫");
    customer.locator("#branch").fill("本店");
    customer.locator("#account").fill("1234567");
    customer.locator("#name").fill("ヤマダ ハナコ");
    customer.locator("#amount").fill("50,000");
    submit(customer);
    customer.waitForURL("**/confirm");
    look(customer, "confirm");
    customer.locator("#code").fill(sign(token, customer.getByText("トークンで開く")));
    submit(customer);
    customer.waitForURL("**/done?order=*");
    look(customer, "done");
    return customer.locator("#event").textContent();
  }

  /** The bank's link, opened where the token is: nothing else tells the token what to sign. */
  private static String sign(Page open, Locator link) {
    Page token = open.context().newPage();
    token.navigate(link.getAttribute("href"));
    token.locator("#pin").fill("480913");
    press(token, "解除");
    assertThat(token.locator("#sign-fields")).containsText("みなと信用金庫 本店 普通 1234567 ヤマダ ハナコ");
    assertThat(token.locator("#sign-fields")).containsText("50000 JPY");
    look(token, "sign");
    press(token, "署名する");
    String signature = code(token, "#signature");
    look(token, "signed");
    return signature;
  }

  private void audit(LiveServer server, String token, String event) throws Exception {
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
      auditor.navigate(console.line("open this address, once: "));
      look(auditor, "console");
      auditor.navigate(auditor.url().replaceFirst("(//[^/]+).*", "$1/search"));
      auditor.getByLabel("token").fill(token);
      auditor.getByRole(AriaRole.BUTTON).getByText("Search").click();
      Locator transfer =
          auditor
              .locator("tbody tr")
              .filter(new Locator.FilterOptions().setHasText("purpose=transfer"));
      look(auditor, "search");
      transfer.locator("a").click();
      assertThat(auditor.locator("table.facts")).containsText(event);
      assertThat(auditor.locator("#verdict")).containsText("PROVEN in this browser");
      assertThat(auditor.locator("#verdict")).hasClass(Pattern.compile("good"));
      look(auditor, "proven");
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

  private static void press(Page page, String name) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name)).click();
  }

  private static void submit(Page page) {
    page.locator("main form button").click();
  }

  /** The pages' own tests ask axe-core. */
  private static void look(Page page, String station) {
    Browser.screenshot(page, "journey-" + station);
  }
}
