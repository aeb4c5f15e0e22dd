package org.kagiban.demo.token;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kagiban.web.EveryLook;
import org.kagiban.web.Keyboard;

/** What is done with a token in a real Chromium: signing, choosing, removing, showing its seed. */
final class TokenPageActionsTest extends SampleTokenPage {
  private static final String PAYMENT = "/#sign?payee=%E3%83%A4%E3%83%9E%E3%83%80&amount=50000+JPY";

  @Test
  void sign_link_showsWhatIsAskedAndSignsOnlyOnPress() {
    Page page = BROWSER.phone();
    setUp(page, "");
    open(page, PAYMENT);
    assertThat(page.locator("#sign-fields")).containsText("ヤマダ");
    assertThat(page.locator("#sign-fields")).containsText("50000 JPY");
    assertThat(page.locator("#sign-result")).isHidden();
    assertThat(page.locator("#signature")).hasText("");
    EveryLook.assertGood(page, "token-sign");
    press(page, "署名する");
    assertThat(page.locator("#signature")).hasText(CODE);
    EveryLook.assertGood(page, "token-signed");
    page.evaluate("location.hash = '#sign?payee=A%E2%80%AEB&amount=1'");
    assertThat(page.locator("#sign-refused")).isVisible();
    assertThat(page.locator("#sign-button")).isHidden();
    assertThat(page.locator("#signature")).hasText("");
  }

  @Test
  void sign_manual_byKeyboard() {
    Page page = BROWSER.desktop();
    setUp(page, "");
    Keyboard keys = new Keyboard(page);
    keys.choose("#to-manual");
    keys.assertAt("#manual-title");
    keys.choose("#manual-form button");
    keys.assertAt("#payee");
    assertThat(page.locator("#payee-error")).isVisible();
    EveryLook.assertGood(page, "token-manual");
    keys.walk();
    keys.fill("#payee", "ヤマダ");
    keys.fill("#amount", "1000 JPY");
    keys.press("Enter");
    keys.assertAt("#sign-title");
    assertThat(page.locator("#sign-fields")).containsText("1000 JPY");
    keys.choose("#sign-button");
    keys.assertAt("#sign-result");
    assertThat(page.locator("#signature")).hasText(CODE);
    keys.walk();
    keys.choose("#sign .done");
    assertThat(page.locator("#code")).hasText(CODE);
  }

  @Test
  void tokens_severalAndRemoved_byKeyboard() {
    Page page = BROWSER.desktop();
    setUp(page, "");
    Keyboard keys = new Keyboard(page);
    keys.choose("#display summary");
    keys.choose("#add");
    keys.assertAt("#setup-title");
    keys.tabTo("input[value=pin]");
    keys.press("ArrowDown");
    keys.choose("#setup-form button");
    assertThat(page.locator("#token-id")).hasText("VSST12345679");
    assertThat(page.locator("#tokens option")).hasCount(2);
    EveryLook.assertGood(page, "token-of-two");
    keys.walk();
    keys.choose("#display .remove");
    keys.assertAt("#remove-no");
    EveryLook.assertGood(page, "token-remove");
    keys.press("Escape");
    assertThat(page.locator("#remove-dialog")).isHidden();
    keys.assertAt("#display .remove");
    keys.press("Enter");
    keys.choose("#remove-yes");
    assertThat(page.locator("#token-id")).hasText("VSST12345678");
    assertThat(page.locator("#said")).containsText("削除しました");
  }

  @Test
  void otpauth_whereNotAllowed_isNotServed() {
    Page page = BROWSER.desktop();
    open(page, "/");
    assertThat(page.locator("input[value=export]")).hasCount(0);
    assertThat(page.request().get(app.url() + "/otpauth.js").status()).isEqualTo(404);
  }

  @Test
  void otpauth_whereAllowed_warnsShowsAndKeepsNothing() throws Exception {
    Page page = BROWSER.phone();
    try (TokenApp other = start(true)) {
      open(page, other, "/");
      assertThat(page.locator("#setup-form"))
          .containsText("the seed, the token’s secret, is shown");
      Keyboard keys = new Keyboard(page);
      keys.tabTo("input[name=protect]:checked");
      while (!page.locator("input[value=export]").isChecked()) {
        keys.press("ArrowDown");
      }
      keys.choose("#setup-form button");
      assertThat(page.locator("#qr canvas")).isVisible();
      assertThat(page.locator("#export .warning")).containsText("This QR code is the seed");
      EveryLook.assertGood(page, "token-otpauth");
      Object base32 =
          page.evaluate(
              "async (seed) => (await import('/otpauth.js')).base32(new Uint8Array(seed))",
              Scripts.numbers(SEED));
      assertThat(base32).isEqualTo(SeedSearch.base32(SEED));
      assertThat(QrText.in(page.locator("#qr").screenshot()))
          .isEqualTo(
              "otpauth://totp/Kagiban:VSST12345678?secret=%s&issuer=Kagiban"
                      .formatted(SeedSearch.base32(SEED))
                  + "&algorithm=SHA1&digits=6&period=30");
      keys.walk();
      keys.choose("#export button");
      assertThat(page.locator("#setup")).isVisible();
      assertThat(page.locator("#qr canvas")).hasCount(0);
      assertThat(page.evaluate("async () => (await import('/store.js')).all()"))
          .isEqualTo(List.of());
    }
  }
}
