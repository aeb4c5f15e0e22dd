package org.kagiban.demo.token;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.v1.CreateTokenRequest;
import org.kagiban.web.EveryLook;

/** The page in a real Chromium: a token made, kept, shown, with and without the network. */
final class TokenPageTest extends SampleTokenPage {
  private static final String PIN = "480913";

  @TempDir private Path folder;

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

  /** Firefox asks the customer, who may leave the question standing. */
  @Test
  void setUp_whileTheBrowserAsksWhetherToKeepIt_showsTheToken() {
    Page page = BROWSER.phone();
    page.addInitScript("StorageManager.prototype.persist = () => new Promise(() => {})");
    setUp(page, "");
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
}
