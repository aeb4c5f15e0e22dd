package org.kagiban.web;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The system's Chromium for a test class, as a static {@code @RegisterExtension} field. After each
 * test its pages are closed, and an error on a page's console or a request that left the machine
 * fails the test. For the test's own thread alone.
 */
public final class Browser implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  /** For pages that make keys on a busy machine; what is there is seen at once. */
  private static final double PATIENCE_MILLIS = 30_000;

  private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final List<String> QUIET =
      List.of(
          // Chromium's sandbox refuses root, which containers' tests often are.
          "--no-sandbox",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--no-first-run",
          "--disable-quic");

  private final List<BrowserContext> contexts = new ArrayList<>();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private @Nullable Playwright playwright;
  private com.microsoft.playwright.@Nullable Browser chromium;
  private @Nullable BrowserContext shared;

  @Override
  public void beforeAll(ExtensionContext context) {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    playwright =
        Playwright.create(
            new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    chromium =
        playwright
            .chromium()
            .launch(new LaunchOptions().setExecutablePath(CHROMIUM).setArgs(QUIET));
  }

  /** An empty page as wide as a phone's, with storage of its own. */
  public Page phone() {
    return page(390, 844);
  }

  /** An empty page as wide as a desktop's, likewise. */
  public Page desktop() {
    return page(1280, 900);
  }

  /**
   * The same with the cookies and the storage of the class's earlier pages of this kind: a test
   * starts its server at another address, and a storage of its own costs a second of CPU.
   */
  public Page sharedDesktop() {
    if (shared == null) {
      shared = context(1280, 900);
    }
    return shared.newPage();
  }

  private Page page(int width, int height) {
    BrowserContext context = context(width, height);
    contexts.add(context);
    return context.newPage();
  }

  private BrowserContext context(int width, int height) {
    return watched(
        requireNonNull(chromium)
            .newContext(new NewContextOptions().setViewportSize(width, height).setLocale("ja-JP")));
  }

  /**
   * A browser of its own that keeps its profile in a folder, as a customer's does. Close it to have
   * everything on disk.
   */
  public BrowserContext persistent(Path profile) {
    BrowserContext context =
        requireNonNull(playwright)
            .chromium()
            .launchPersistentContext(
                profile,
                new BrowserType.LaunchPersistentContextOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(QUIET)
                    .setViewportSize(390, 844)
                    .setLocale("ja-JP"));
    contexts.add(context);
    return watched(context);
  }

  private BrowserContext watched(BrowserContext context) {
    context.onRequest(
        request -> {
          URI to = URI.create(request.url());
          if (to.getHost() != null && !HERE.contains(to.getHost())) {
            faults.add("a request left the machine: " + to.getHost());
          }
        });
    context.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            faults.add("console: " + message.text());
          }
        });
    context.onWebError(error -> faults.add("script: " + error.error()));
    return context;
  }

  /** Writes {@code target/screenshots/NAME.png}, the whole page, for people to look at. */
  public static void screenshot(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setFullPage(true).setPath(SCREENSHOTS.resolve(name + ".png")));
  }

  /** Fails where the page breaks a rule of accessibility that axe-core knows. */
  public static void assertAccessible(Page page) {
    assertThat(Axe.violations(page)).isEmpty();
  }

  /** What went wrong since the last look; a test that expects something takes it away so. */
  public List<String> takeFaults() {
    List<String> all = List.copyOf(faults);
    faults.clear();
    return all;
  }

  /** Closes all pages: before their server goes, which they would miss. */
  public void leave() {
    contexts.forEach(BrowserContext::close);
    contexts.clear();
    if (shared != null) {
      shared.pages().forEach(Page::close);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    leave();
    assertThat(takeFaults()).isEmpty();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    shared = null;
    if (playwright != null) {
      playwright.close();
    }
  }
}
