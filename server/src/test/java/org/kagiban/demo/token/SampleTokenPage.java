package org.kagiban.demo.token;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.FakeServer;
import org.kagiban.demo.DevCaller;
import org.kagiban.web.Browser;

/**
 * The page for a real Chromium; the server behind it makes tokens whose seed the test knows. One
 * server and one page for each class.
 */
@SuppressWarnings("NullAway.Init") // filled before each class
abstract class SampleTokenPage {
  static final Pattern CODE = Pattern.compile("\\d{3} \\d{3}");

  @RegisterExtension static final Browser BROWSER = new Browser();

  static final byte[] SEED = new byte[20];

  @TempDir static Path pki;
  static KnownSeeds seeds;
  private static FakeServer server;
  static TokenApp app;

  @BeforeAll
  static void start() throws Exception {
    new SecureRandom().nextBytes(SEED);
    seeds = new KnownSeeds(SEED);
    server = new FakeServer(pki, seeds);
    app = start(false);
  }

  static TokenApp start(boolean otpauth) throws Exception {
    return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), otpauth);
  }

  static TokenApp start(InetSocketAddress address, boolean otpauth) throws Exception {
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

  static void open(Page page, String path) {
    open(page, app, path);
  }

  static void open(Page page, TokenApp from, String path) {
    page.navigate(from.url() + path);
    assertThat(page.locator("html[data-ready=yes]")).hasCount(1);
  }

  static void setUp(Page page, String pin) {
    open(page, "/");
    make(page, pin);
  }

  /** From the set-up's form on. */
  static void make(Page page, String pin) {
    if (pin.isEmpty()) {
      page.locator("input[value=none]").check();
    } else {
      page.locator("#new-pin").fill(pin);
      page.locator("#new-pin-again").fill(pin);
    }
    press(page, "トークンを作成");
    assertThat(page.locator("#code")).hasText(CODE);
  }

  static void press(Page page, String name) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name)).click();
  }
}
