package org.kagiban.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.ConnectFile;
import org.kagiban.cli.Session;
import org.kagiban.demo.DevCaller;
import org.kagiban.demo.token.TokenApp;
import org.kagiban.otp.Transaction;
import org.kagiban.v1.EnrollRequest;
import org.kagiban.v1.Subject;
import org.kagiban.v1.Subscriber;
import org.kagiban.v1.Verdict;
import org.kagiban.v1.VerifyTransactionRequest;
import org.kagiban.web.Browser;

/** The software token's page with a seed that SoftHSM made: the server takes what it shows. */
class TokenPageServerTest {
  private static final Pattern CODE = Pattern.compile("\\d{3} \\d{3}");

  @RegisterExtension static final Browser BROWSER = new Browser();

  @TempDir private Path folder;

  @Test
  void page_setUp_itsCodeEnrolsAndItsSignatureIsAccepted() throws Exception {
    try (RunningServer server = RunningServer.start(folder)) {
      ConnectFile bank =
          server.pki().connect(DevCaller.INTERNET_BANKING, "localhost:" + server.port());
      InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      try (Session session = Session.open(bank, Duration.ofSeconds(60));
          TokenApp app = TokenApp.start(bank, RunningServer.OURS, loopback, false)) {
        walk(session, app);
      }
    }
  }

  private static void walk(Session bank, TokenApp app) {
    Page page = BROWSER.phone();
    page.navigate(app.url() + "/#sign?payee=%E3%83%A4%E3%83%9E%E3%83%80&amount=50000+JPY");
    page.locator("#new-pin").fill("480913");
    page.locator("#new-pin-again").fill("480913");
    press(page, "トークンを作成");
    assertThat(page.locator("#sign-fields")).containsText("50000 JPY");
    press(page, "署名する");
    String signature = code(page, "#signature");
    press(page, "コード画面に戻る");
    String code = code(page, "#code");
    Subscriber customer = Branch.someone();
    assertThat(
            bank.enrollment()
                .enroll(
                    EnrollRequest.newBuilder()
                        .setRequestId(Branch.id())
                        .setSubscriber(customer)
                        .setTokenId(page.locator("#token-id").textContent())
                        .setCode(code)
                        .build())
                .getVerdict())
        .isEqualTo(Verdict.VERDICT_ACCEPTED);
    assertThat(
            bank.verification()
                .verifyTransaction(
                    VerifyTransactionRequest.newBuilder()
                        .setRequestId(Branch.id())
                        .setSubject(Subject.newBuilder().setSubscriber(customer))
                        .setCode(signature)
                        .setTransaction(
                            Calls.transaction(
                                new Transaction(
                                    List.of(
                                        new Transaction.Field("payee", "ヤマダ"),
                                        new Transaction.Field("amount", "50000 JPY")))))
                        .build())
                .getVerdict())
        .isEqualTo(Verdict.VERDICT_ACCEPTED);
  }

  private static String code(Page page, String where) {
    assertThat(page.locator(where)).hasText(CODE);
    return page.locator(where).textContent().replace(" ", "");
  }

  private static void press(Page page, String name) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name)).click();
  }
}
