package org.kagiban.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Over real sockets, byte by byte, as a browser that may be told to lie; then with a real one. */
final class WebServerTest {
  private static final String SECRET = "hunter2";
  private static final String FORM =
      """
      <!doctype html><html lang="ja"><head><title>様</title></head><body><main><h1>残高 Balance</h1>
      <form method="post" action="/name"><label>お名前 <input name="name"></label>
      <button>送信</button></form></main></body></html>
      """;

  @RegisterExtension static final Browser BROWSER = new Browser();

  private final CountDownLatch running = new CountDownLatch(1);
  private WebServer server;
  private int port;

  @BeforeEach
  void start() throws IOException {
    Routes routes =
        new Routes()
            .get("/", request -> WebAnswer.html(200, FORM))
            .get("/favicon.ico", request -> WebAnswer.bytes(200, "image/png", new byte[0]))
            .get("/inline", request -> WebAnswer.html(200, "<script>document.title='x'</script>"))
            .get("/fails", request -> fail())
            .get("/long", request -> answerAfterClose())
            .get("/hello", request -> WebAnswer.plain(200, request.cookie("name") + ""))
            .post(
                "/name",
                request ->
                    WebAnswer.redirect("/hello?name=" + request.form("name").length())
                        .withCookie("name", "n" + request.form("name").length()));
    server = WebServer.start(loopback(), null, "test-pages", routes);
    port = server.port();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Works on for longer than a connection may be idle once the server closes. */
  private WebAnswer answerAfterClose() {
    running.countDown();
    await().until(this::isRefused);
    long end = System.nanoTime() + Duration.ofMillis(300).toNanos();
    await().until(() -> System.nanoTime() - end > 0);
    return WebAnswer.plain(200, "done");
  }

  private boolean isRefused() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !socket.isConnected();
    } catch (ConnectException e) {
      return true;
    }
  }

  private static WebAnswer fail() {
    throw new IllegalStateException(SECRET);
  }

  @Test
  void everyAnswer_carriesTheHeaders() throws IOException {
    for (String request :
        new String[] {
          get("/"),
          get("/none"),
          get("/fails"),
          get("/%zz"),
          "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
          "NONSENSE\r\n\r\n",
          post("/name", "", "name=a")
        }) {
      assertThat(ask(request))
          .as(request)
          .contains("Content-Security-Policy: " + Guard.POLICY)
          .contains("X-Content-Type-Options: nosniff")
          .contains("Referrer-Policy: no-referrer")
          .contains("Cache-Control: no-store")
          .contains("Cross-Origin-Opener-Policy: same-origin")
          .contains("Cross-Origin-Resource-Policy: same-origin")
          .doesNotContain("Jetty")
          .doesNotContain(SECRET);
    }
  }

  @Test
  void foreignHost_isRefused() throws IOException {
    assertThat(ask("GET / HTTP/1.1\r\nHost: evil.example:" + server.port() + "\r\n\r\n"))
        .startsWith("HTTP/1.1 403");
    assertThat(ask("GET / HTTP/1.1\r\nHost: localhost:1\r\n\r\n")).startsWith("HTTP/1.1 403");
    assertThat(ask(get("/"))).startsWith("HTTP/1.1 200");
  }

  @Test
  void crossSitePost_isRefused() throws IOException {
    String own = "Origin: " + server.url() + "\r\n";
    assertThat(ask(post("/name", own, "name=a"))).startsWith("HTTP/1.1 303");
    assertThat(ask(post("/name", "Sec-Fetch-Site: same-origin\r\nOrigin: null\r\n", "name=a")))
        .startsWith("HTTP/1.1 303");
    assertThat(ask(post("/name", "", "name=a"))).startsWith("HTTP/1.1 403");
    assertThat(ask(post("/name", "Origin: http://evil.example\r\n", "name=a")))
        .startsWith("HTTP/1.1 403");
    assertThat(ask(post("/name", "Sec-Fetch-Site: same-site\r\n" + own, "name=a")))
        .startsWith("HTTP/1.1 403");
  }

  @Test
  void form_tooLarge_isRefused() throws IOException {
    String own = "Sec-Fetch-Site: same-origin\r\n";
    assertThat(ask(post("/name", own, "name=" + "a".repeat(100_000)))).startsWith("HTTP/1.1 400");
  }

  @Test
  void otherMethodsAndPages_areRefused() throws IOException {
    assertThat(ask(get("/name"))).startsWith("HTTP/1.1 405");
    assertThat(ask(get("/none"))).startsWith("HTTP/1.1 404");
    assertThat(ask(get("/fails"))).startsWith("HTTP/1.1 500");
    assertThat(ask(get("/").replace("GET", "HEAD"))).startsWith("HTTP/1.1 200").endsWith("\r\n");
  }

  @Test
  void start_reachableFromElsewhere_isRefused() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 0);
    assertThatThrownBy(() -> WebServer.start(any, null, "pages", new Routes()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("for this machine alone");
  }

  @Test
  void start_portTaken_says() {
    InetSocketAddress taken =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    assertThatThrownBy(() -> WebServer.start(taken, null, "pages", new Routes()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot serve pages");
  }

  @Test
  void close_letsARunningRequestEnd() throws Exception {
    ExecutorService client = Executors.newSingleThreadExecutor();
    try {
      Future<String> answer = client.submit(() -> ask(get("/long")));
      running.await();
      server.close();
      assertThat(answer.get()).contains("200 OK").endsWith("done");
    } finally {
      client.shutdownNow();
    }
  }

  @Test
  void redirect_elsewhere_isRefused() {
    for (String there :
        new String[] {"https://evil.example", "//evil.example", "/\\evil", "/a\n"}) {
      assertThatThrownBy(() -> WebAnswer.redirect(there))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void browser_postsAFormAndFollows() {
    Page page = BROWSER.phone();
    page.navigate(server.url());
    Browser.assertAccessible(page);
    Browser.screenshot(page, "web-form");
    page.getByLabel("お名前").fill("山田");
    page.getByText("送信").click();
    page.waitForURL("**/hello?name=2");
    assertThat(page.content()).contains("n2");
    assertThat(page.evaluate("document.cookie")).isEqualTo("");
  }

  @Test
  void browser_runsNoInlineScript() {
    Page page = BROWSER.desktop();
    page.navigate(server.url() + "/inline");
    assertThat(page.title()).isEmpty();
    assertThat(BROWSER.takeFaults()).singleElement().asString().contains("script-src 'self'");
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\n\r\n";
  }

  private String post(String path, String headers, String form) {
    return "POST %s HTTP/1.1\r\nHost: localhost:%d\r\n%sContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(
            path, server.port(), headers, "application/x-www-form-urlencoded", form.length(), form);
  }

  private String ask(String request) throws IOException {
    String closing = request.replaceFirst("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(closing.getBytes(StandardCharsets.UTF_8));
      out.flush();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
