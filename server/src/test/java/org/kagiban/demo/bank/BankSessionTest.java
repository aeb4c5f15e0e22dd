package org.kagiban.demo.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.demo.bank.BankClient.cookie;
import static org.kagiban.demo.bank.BankClient.location;
import static org.kagiban.demo.bank.BankClient.setCookie;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.demo.DevCaller;
import org.kagiban.demo.DevPki;
import org.kagiban.store.MutableClock;

/** Sessions and passwords over HTTP. Nothing here asks for a code, so that no server is there. */
final class BankSessionTest {
  @TempDir private Path folder;
  private final MutableClock clock = new MutableClock(Instant.parse("2026-11-26T00:00:00Z"));
  private BankApp bank;
  private BankClient client;
  private FirstPasswords.Letter letter;

  @BeforeEach
  void open() throws Exception {
    DevPki pki = DevPki.ensure(folder.resolve("pki"), Clock.systemUTC());
    bank =
        BankApp.start(
            pki.connect(DevCaller.INTERNET_BANKING, "localhost:1"),
            "sample-cu",
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            folder,
            () -> "",
            clock);
    client = new BankClient(bank);
    letter = bank.letters().get(0);
  }

  @AfterEach
  void close() {
    bank.close();
  }

  @Test
  void cookie_isRandomAndForThisSiteAlone() throws Exception {
    String one = setCookie(client.login(letter.contract(), letter.login(), ""));
    String two = setCookie(client.login(letter.contract(), letter.login(), ""));

    assertThat(one)
        .matches("kagiban-bank=[0-9a-f]{32}; Path=/; HttpOnly; SameSite=Strict")
        .isNotEqualTo(two);
    assertThat(location(client.get("/register", "")))
        .as("none before the password, and none without it")
        .isEqualTo("/");
  }

  @Test
  void login_takesAwayTheIdFromBefore() throws Exception {
    String before = cookie(client.login(letter.contract(), letter.login(), ""));
    String after = cookie(client.login(letter.contract(), letter.login(), before));

    assertThat(location(client.get("/register", before))).isEqualTo("/");
    assertThat(client.get("/register", after).statusCode()).isEqualTo(200);
  }

  @Test
  void passwordAlone_opensNoPageBehindTheCode() throws Exception {
    String cookie = cookie(client.login(letter.contract(), letter.login(), ""));

    for (String page : new String[] {"/main", "/transfer", "/confirm", "/done", "/code"}) {
      assertThat(location(client.get(page, cookie))).as(page).isEqualTo("/register");
    }
  }

  @Test
  void logout_endsTheSession() throws Exception {
    String cookie = cookie(client.login(letter.contract(), letter.login(), ""));

    assertThat(setCookie(client.post("/logout", cookie, ""))).contains("Max-Age=0");

    assertThat(location(client.get("/register", cookie))).isEqualTo("/");
  }

  @Test
  void idleSession_ends() throws Exception {
    String cookie = cookie(client.login(letter.contract(), letter.login(), ""));

    clock.advance(Visits.IDLE);
    assertThat(client.get("/register", cookie).statusCode()).isEqualTo(200);
    clock.advance(Visits.IDLE.plusSeconds(1));

    assertThat(location(client.get("/register", cookie))).isEqualTo("/");
  }

  @Test
  void stranger_cannotTellAKnownContractFromAnUnknown() throws Exception {
    for (int guess = 0; guess <= Guesses.LIMIT; guess++) {
      HttpResponse<String> known = client.login(letter.contract(), "wrong", "");
      HttpResponse<String> unknown = client.login("9999999", "wrong", "");
      assertThat(known.statusCode()).isEqualTo(unknown.statusCode());
      assertThat(headers(known)).isEqualTo(headers(unknown));
      known = client.get("/", cookie(known));
      unknown = client.get("/", cookie(unknown));

      assertThat(known.body()).contains("role=\"alert\"");
      assertThat(known.body().replace(letter.contract(), "9999999")).isEqualTo(unknown.body());
      assertThat(known.statusCode()).isEqualTo(unknown.statusCode());
      assertThat(headers(known)).isEqualTo(headers(unknown));
    }
  }

  @Test
  void passwords_areBounded_evenTheRightOne_untilTheWindowEnds() throws Exception {
    for (int guess = 0; guess < Guesses.LIMIT; guess++) {
      assertThat(refused(letter.contract(), "wrong")).contains(Words.PASSWORD.en());
    }
    assertThat(refused(letter.contract(), letter.login())).contains(Words.TOO_MANY.ja());

    clock.advance(Guesses.WINDOW.plusSeconds(1));

    assertThat(location(client.login(letter.contract(), letter.login(), "")))
        .isEqualTo("/register");
  }

  @Test
  void book_holdsHashesAlone_andOnlyItsOwnerReadsIt() throws Exception {
    Path book = folder.resolve("bank-book.properties");

    assertThat(Files.readString(book)).doesNotContain(letter.login(), letter.funds());
    assertThat(Files.getPosixFilePermissions(book))
        .isEqualTo(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
    assertThat(letter.toString()).doesNotContain(letter.login());
  }

  @Test
  void contractId_isEscaped() throws Exception {
    assertThat(refused("%22%3E%3Cb%3E", "x"))
        .contains("&quot;&gt;&lt;b&gt;")
        .doesNotContain("\"><b>");
  }

  @Test
  void wrongPassword_isSaidOnce_onAPageThatAReloadOnlyReads() throws Exception {
    String said = cookie(client.login("1234", "wrong", ""));

    assertThat(client.get("/", said).body()).contains(Words.PASSWORD.en(), "value=\"1234\"");
    assertThat(client.get("/", said).body()).doesNotContain(Words.PASSWORD.en(), "1234\"");
    assertThat(location(client.get("/main", said))).isEqualTo("/");
  }

  /** The page that follows a refused login. */
  private String refused(String contract, String password) throws Exception {
    HttpResponse<String> answer = client.login(contract, password, "");
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(location(answer)).isEqualTo("/");
    return client.get("/", cookie(answer)).body();
  }

  private static Map<String, Object> headers(HttpResponse<String> answer) {
    Map<String, Object> headers = new TreeMap<>(answer.headers().map());
    headers.remove("date");
    headers.remove("set-cookie");
    return headers;
  }
}
