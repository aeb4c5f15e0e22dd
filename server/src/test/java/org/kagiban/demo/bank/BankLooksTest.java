package org.kagiban.demo.bank;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import com.microsoft.playwright.Page;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.FakeServer;
import org.kagiban.demo.DevCaller;
import org.kagiban.demo.bank.FirstPasswords.Letter;
import org.kagiban.v1.Verdict;
import org.kagiban.web.Browser;
import org.kagiban.web.EveryLook;

/** Each page of the bank in every look, and each thing that it says of a code, in a browser. */
final class BankLooksTest {
  private static final String PROBLEM = "#problem";

  @RegisterExtension static final Browser BROWSER = new Browser();

  @TempDir private static Path folder;
  private static final Answers ANSWERS = new Answers();
  private static FakeServer server;
  private static BankApp bank;

  @BeforeAll
  static void open() throws Exception {
    server = new FakeServer(folder, ANSWERS.services());
    bank =
        BankApp.start(
            server.connect(DevCaller.INTERNET_BANKING),
            "sample-cu",
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            folder,
            () -> "http://localhost:1",
            Clock.systemUTC());
  }

  @AfterAll
  static void close() {
    bank.close();
    server.close();
  }

  @Test
  void everyPage_isGoodInEveryLook() {
    Letter letter = bank.letters().get(0);
    Page page = BROWSER.phone();
    page.navigate(bank.url());
    EveryLook.assertGood(page, "bank-login");
    password(page, letter.contract(), "wrong");
    assertThat(page.locator(PROBLEM)).isFocused();
    EveryLook.assertGood(page, "bank-login-wrong");
    page.navigate(bank.url() + "/begin");
    EveryLook.assertGood(page, "bank-begin");
    password(page, letter.contract(), letter.login());
    page.waitForURL("**/register");
    register(page, letter, "100001", "a slip");
    assertThat(page.locator(PROBLEM)).containsText("一致しません");
    EveryLook.assertGood(page, "bank-register-differ");
    register(page, letter, "100001", letter.funds());
    page.waitForURL("**/registered");
    EveryLook.assertGood(page, "bank-registered");
    page.navigate(bank.url() + "/code");
    enter(page, "100001");
    assertThat(page.locator("input#code")).isDisabled();
    EveryLook.assertGood(page, "bank-replayed");
    page.evaluate("document.querySelector('fieldset').disabled = false");
    enter(page, "100002");
    page.waitForURL("**/main");
    transfer(page);
  }

  private static void transfer(Page page) {
    page.navigate(bank.url() + "/transfer");
    order(page, "5x");
    assertThat(page.locator("#amount")).hasAttribute("aria-describedby", "amount-problem");
    EveryLook.assertGood(page, "bank-transfer-problem");
    order(page, "50,000");
    page.waitForURL("**/confirm");
    EveryLook.assertGood(page, "bank-confirm");
    page.locator("#code").fill("100003");
    page.locator("main form button").dblclick();
    page.waitForURL("**/done?order=*");
    EveryLook.assertGood(page, "bank-done");
    page.navigate(bank.url() + "/main");
    assertThat(page.locator("#balance")).hasText("1,200,000円");
    assertThat(page.locator("main ol li")).hasCount(1);
    EveryLook.assertGood(page, "bank-main");
  }

  @Test
  void everyVerdict_isSaidWithWhatToDo() {
    Letter letter = bank.letters().get(1);
    Page page = BROWSER.phone();
    page.navigate(bank.url());
    password(page, letter.contract(), letter.login());
    page.waitForURL("**/register");
    ANSWERS.choose("200001", Verdict.VERDICT_UNKNOWN_TOKEN);
    register(page, letter, "200001", letter.funds());
    assertThat(page.locator(PROBLEM)).containsText("cannot be registered");
    ANSWERS.choose("200002", Verdict.VERDICT_SUBSCRIBER_HAS_TOKEN);
    register(page, letter, "200002", letter.funds());
    page.waitForURL("**/code");
    assertThat(page.locator(PROBLEM)).containsText("registered a token already");
    Map<Verdict, String> said = new LinkedHashMap<>();
    said.put(Verdict.VERDICT_WRONG_CODE, "Attempts that remain: 9");
    said.put(Verdict.VERDICT_LOCKED, "The token is locked. Please call");
    said.put(Verdict.VERDICT_SUSPENDED, "The token is suspended. Please call");
    said.put(Verdict.VERDICT_EXPIRED, "you need another");
    // Of a token that was retired as well: it is the customer's no more.
    said.put(Verdict.VERDICT_NOT_ENROLLED, "No token is registered for you");
    said.forEach(
        (verdict, text) -> {
          String code = "3000" + (10 + verdict.getNumber());
          ANSWERS.choose(code, verdict);
          enter(page, code);
          assertThat(page.locator(PROBLEM)).containsText(text);
        });
    for (int tries = 0; tries < 3; tries++) {
      ANSWERS.fail(Status.UNAVAILABLE.asRuntimeException());
    }
    enter(page, "200003");
    assertThat(page.locator(PROBLEM)).containsText("Nothing was counted against you");
    ANSWERS.fail(Status.PERMISSION_DENIED.asRuntimeException());
    enter(page, "200003");
    assertThat(page.locator(PROBLEM)).containsText("We cannot go on here");
    enter(page, "200003");
    page.waitForURL("**/main");
    page.navigate(bank.url() + "/transfer");
    order(page, "1");
    page.waitForURL("**/confirm");
    ANSWERS.fail(cannotSign());
    enter(page, "200004");
    assertThat(page.locator(PROBLEM)).containsText("cannot sign transfers");
  }

  private static StatusRuntimeException cannotSign() {
    ErrorInfo info = ErrorInfo.newBuilder().setReason("TOKEN_CANNOT_SIGN").build();
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(Status.Code.FAILED_PRECONDITION.value())
            .addDetails(Any.pack(info))
            .build());
  }

  private static void password(Page page, String contract, String password) {
    page.locator("#contract").fill(contract);
    page.locator("#password").fill(password);
    submit(page);
  }

  private static void register(Page page, Letter letter, String code, String again) {
    page.locator("#token").fill("VSST12345678");
    page.locator("#code").fill(code);
    page.locator("#funds").fill(letter.funds());
    page.locator("#again").fill(again);
    submit(page);
  }

  private static void order(Page page, String amount) {
    page.locator("#bank").fill("みなと信用金庫");
    page.locator("#branch").fill("本店");
    page.locator("#account").fill("1234567");
    page.locator("#name").fill("ヤマダ ハナコ");
    page.locator("#amount").fill(amount);
    submit(page);
  }

  private static void enter(Page page, String code) {
    page.locator("#code").fill(code);
    submit(page);
  }

  /** Until another page is there. */
  private static void submit(Page page) {
    page.evaluate("document.body.dataset.left = 'yes'");
    page.locator("main form button").click();
    page.locator("body:not([data-left])").waitFor();
  }
}
