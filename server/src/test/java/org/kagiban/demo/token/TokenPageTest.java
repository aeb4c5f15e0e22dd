package org.kagiban.demo.token;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.FakeServer;
import org.kagiban.demo.DevCaller;
import org.kagiban.v1.CreateTokenRequest;
import org.kagiban.web.Browser;
import org.kagiban.web.EveryLook;
import org.kagiban.web.Keyboard;

/** The page in a real Chromium; the server behind it makes tokens whose seed the test knows. */
final class TokenPageTest {
  private static final Pattern CODE = Pattern.compile("\\d{3} \\d{3}");
  private static final String PIN = "480913";
  private static final String PAYMENT = "/#sign?payee=%E3%83%A4%E3%83%9E%E3%83%80&amount=50000+JPY";

  @RegisterExtension static final Browser BROWSER = new Browser();

  private static final byte[] SEED = new byte[20];

  @TempDir private static Path pki;
  private static KnownSeeds seeds;
  private static FakeServer server;
  private static TokenApp app;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    new SecureRandom().nextBytes(SEED);
    seeds = new KnownSeeds(SEED);
    server = new FakeServer(pki, seeds);
    app = start(false);
  }

  private static TokenApp start(boolean otpauth) throws Exception {
    return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), otpauth);
  }

  private static TokenApp start(InetSocketAddress address, boolean otpauth) throws Exception {
    return TokenApp.start(server.connect(DevCaller.INTERNET_BANKING), "cu", address, otpauth);
  }

  @BeforeEach
  void forget() {
    seeds.forget();
  }

  @AfterAll
  static void stop() {
    app.close();
    server.close();
  }

  private static void open(Page page, String path) {
    open(page, app, path);
  }

  private static void open(Page page, TokenApp from, String path) {
    page.navigate(from.url() + path);
    assertThat(page.locator("html[data-ready=yes]")).hasCount(1);
  }

  private static void setUp(Page page, String pin) {
    open(page, "/");
    make(page, pin);
  }

  /** From the set-up's form on. */
  private static void make(Page page, String pin) {
    if (pin.isEmpty()) {
      page.locator("input[value=none]").check();
    } else {
      page.locator("#new-pin").fill(pin);
      page.locator("#new-pin-again").fill(pin);
    }
    press(page, "トークンを作成");
    assertThat(page.locator("#code")).hasText(CODE);
  }

  private static void press(Page page, String name) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name)).click();
  }

  @Test
  void setUp_withPin_asksForItAtEachStartAndSlowsGuessing() {
    Page page = BROWSER.phone();
    open(page, "/");
    EveryLook.assertGood(page, "token-setup");
    page.locator("#new-pin").fill("123456");
    press(page, "トークンを作成");
    assertThat(page.locator("#new-pin-error")).containsText("6〜12桁");
    assertThat(page.locator("#new-pin")).isFocused();
    setUp(page, PIN);
    EveryLook.assertGood(page, "token-code");
    assertTellsTheSecondsWithoutMotion(page);
    page.reload();
    assertThat(page.locator("#unlock")).isVisible();
    EveryLook.assertGood(page, "token-unlock");
    for (int i = 0; i < 3; i++) {
      page.locator("#pin").fill("111222");
      page.locator("#pin").press("Enter");
      assertThat(page.locator("#unlock-form button")).not().hasAttribute("aria-disabled", "true");
      assertThat(page.locator("#pin-error")).containsText("PINが違います");
    }
    assertThat(page.locator("#pin-error")).containsText("秒後");
    page.clock().install();
    page.clock().fastForward(3_000);
    page.locator("#pin").fill(PIN);
    page.locator("#pin").press("Enter");
    assertThat(page.locator("#token-id")).hasText("VSST12345678");
  }

  private static void assertTellsTheSecondsWithoutMotion(Page page) {
    page.emulateMedia(new EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
    assertThat(page.locator("#ring svg")).isHidden();
    assertThat(page.locator("#ring .seconds")).hasText(Pattern.compile("[0-9]{1,2}"));
    page.emulateMedia(new EmulateMediaOptions().setReducedMotion(ReducedMotion.NO_PREFERENCE));
    assertThat(page.locator("#ring svg")).isVisible();
  }

  @Test
  void setUp_answerLost_asksAgainWithTheSameRequest() {
    Page page = BROWSER.desktop();
    seeds.loseAnswer();
    open(page, "/");
    page.locator("input[value=none]").check();
    press(page, "トークンを作成");
    assertThat(page.locator("#setup-error")).containsText("発行できませんでした");
    assertThat(page.locator("#setup-error")).isFocused();
    assertThat(BROWSER.takeFaults()).singleElement().asString().contains("503");
    page.reload();
    setUp(page, "");
    assertThat(seeds.asked()).hasSize(2);
    CreateTokenRequest first = seeds.asked().get(0);
    assertThat(seeds.asked().get(1)).isEqualTo(first);
  }

  @Test
  void storage_afterSetUp_holdsNoReadableSeed() throws Exception {
    SeedSearch search = new SeedSearch(SEED);
    Path profile = folder.resolve("profile");
    BrowserContext context = BROWSER.persistent(profile);
    Page page = context.newPage();
    setUp(page, "");
    assertNotReadable(search, page, 1);
    page.locator("#display summary").click();
    page.locator("#add").click();
    make(page, PIN);
    assertThat(page.locator("#token-id")).hasText("VSST12345679");
    assertNotReadable(search, page, 2);
    context.close();
    assertThat(search.in(profile)).isEmpty();
  }

  private static void assertNotReadable(SeedSearch search, Page page, int tokens) {
    String kept = page.evaluate(Scripts.EVERYTHING_KEPT).toString();
    assertThat(kept.split("CryptoKey RSA-OAEP", -1)).hasSize(tokens + 1);
    assertThat(kept.contains("VSST12345678")).isTrue();
    assertThat(search.in(kept)).isFalse();
    assertThat(page.evaluate(Scripts.EXPORT_KEYS))
        .isEqualTo(Collections.nCopies(tokens, "InvalidAccessError"));
  }

  /** Why the HMAC key is not kept: this is also the proof that the search finds what is there. */
  @Test
  void storage_ifItKeptTheHmacKey_wouldHoldTheSeedOnDisk() throws Exception {
    Path profile = folder.resolve("profile");
    BrowserContext context = BROWSER.persistent(profile);
    Page page = context.newPage();
    open(page, "/");
    page.evaluate(Scripts.KEEP_HMAC_KEY, Base64.getEncoder().encodeToString(SEED));
    context.close();
    SeedSearch search = new SeedSearch(SEED);
    assertThat(search.in(profile)).isNotEmpty();
    for (String form : search.forms()) {
      assertThat(search.in("x" + form + "y")).isTrue();
    }
  }

  @Test
  void offline_onceProvisioned_showsCodesAndSigns() throws Exception {
    Page page = BROWSER.phone();
    try (TokenApp gone = start(false)) {
      open(page, gone, "/");
      make(page, "");
      page.evaluate("navigator.serviceWorker.ready.then(() => true)");
    }
    page.context().setOffline(true);
    page.reload();
    assertThat(page.locator("#token-id")).hasText("VSST12345678");
    assertThat(page.locator("#code")).hasText(CODE);
    press(page, "取引に署名");
    page.locator("#payee").fill("ヤマダ");
    page.locator("#amount").fill("1000 JPY");
    press(page, "確認へ");
    press(page, "署名する");
    assertThat(page.locator("#signature")).hasText(CODE);
    assertThat(BROWSER.takeFaults()).allMatch(fault -> fault.contains("ERR_INTERNET_DISCONNECTED"));
  }

  /** Policy has changed in between, so that the second version has other files and another page. */
  @Test
  void update_isOfferedWhole_takenOnPress_andKeepsTheToken() throws Exception {
    Page page = BROWSER.phone();
    String address;
    try (TokenApp first = start(false)) {
      address = first.url();
      open(page, first, "/");
      make(page, "");
      page.waitForFunction("navigator.serviceWorker.controller !== null");
    }
    assertThat(page.locator("#update")).isHidden();
    InetSocketAddress same =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), URI.create(address).getPort());
    try (TokenApp second = start(same, true)) {
      open(page, second, "/");
      assertThat(page.locator("#update")).isVisible();
      assertThat(page.locator("input[value=export]")).hasCount(0);
      EveryLook.assertGood(page, "token-update");
      press(page, "更新する");
      page.waitForCondition(() -> page.locator("input[value=export]").count() == 1);
    }
    page.context().setOffline(true);
    page.reload();
    assertThat(page.locator("input[value=export]")).hasCount(1);
    assertThat(page.locator("#update")).isHidden();
    assertThat(page.locator("#token-id")).hasText("VSST12345678");
    assertThat(page.locator("#code")).hasText(CODE);
    assertThat(page.evaluate("caches.keys().then((names) => names.length)")).isEqualTo(1);
    BROWSER.takeFaults();
  }

  @Test
  void page_onceProvisioned_isInstallableAndCopiesItsId() {
    Page page = BROWSER.phone();
    page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    setUp(page, "");
    page.locator("#copy-id").click();
    assertThat(page.locator("#said")).containsText("トークンIDをコピーしました");
    assertThat(page.evaluate("navigator.clipboard.readText()")).isEqualTo("VSST12345678");
    CDPSession cdp = page.context().newCDPSession(page);
    JsonObject manifest = cdp.send("Page.getAppManifest");
    assertThat(manifest.getAsJsonArray("errors")).isEmpty();
    assertThat(manifest.get("url").getAsString()).endsWith("/manifest.webmanifest");
    JsonObject errors = cdp.send("Page.getInstallabilityErrors");
    assertThat(errors.getAsJsonArray("installabilityErrors").toString())
        // A test's context is a private window, the one thing that stands against it.
        .isIn("[]", "[{\"errorId\":\"in-incognito\",\"errorArguments\":[]}]");
  }

  @Test
  void sign_link_showsWhatIsAskedAndSignsOnlyOnPress() {
    Page page = BROWSER.phone();
    setUp(page, "");
    press(page, "取引に署名");
    press(page, "確認へ");
    assertThat(page.locator("#payee")).isFocused();
    EveryLook.assertGood(page, "token-manual");
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
  void tabs_thatSetUpAtOnce_makeATokenEachAndSeeEachOthers() {
    Page one = BROWSER.desktop();
    Page two = one.context().newPage();
    for (Page page : List.of(one, two)) {
      open(page, "/");
      page.locator("input[value=none]").check();
    }
    one.evaluate("document.querySelector('#setup-form').requestSubmit()");
    two.evaluate("document.querySelector('#setup-form').requestSubmit()");
    for (Page page : List.of(one, two)) {
      assertThat(page.locator("#code")).hasText(CODE);
      assertThat(page.locator("#tokens option")).hasCount(2);
    }
    String removed = two.locator("#token-id").textContent();
    assertThat(one.locator("#token-id")).not().hasText(removed);
    two.locator("#display summary").click();
    two.locator("#display .remove").click();
    two.locator("#remove-yes").click();
    assertThat(one.locator("#tokens option")).hasCount(1);
    assertThat(two.locator("#token-id")).hasText(one.locator("#token-id").textContent());
  }

  @Test
  void clock_wrong_isToldWhenOnline() {
    Page page = BROWSER.phone();
    page.clock().setFixedTime(System.currentTimeMillis() - 120_000);
    open(page, "/");
    assertThat(page.locator("#clock-hint")).containsText("遅れています");
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
      page.locator("input[value=export]").check();
      press(page, "トークンを作成");
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
      press(page, "読み取りました");
      assertThat(page.locator("#setup")).isVisible();
      assertThat(page.locator("#qr canvas")).hasCount(0);
      assertThat(page.evaluate("async () => (await import('/store.js')).all()"))
          .isEqualTo(List.of());
    }
  }
}
