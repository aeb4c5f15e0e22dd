package org.kagiban.demo.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.demo.bank.BankClient.cookie;
import static org.kagiban.demo.bank.BankClient.location;

import com.google.protobuf.Any;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.FakeServer;
import org.kagiban.demo.DevCaller;

/** Forms that are sent again, at once or after a failure: everything counts once. */
final class BankOnceTest {
  private static final String LOGIN_CODE = "111111";
  private static final String SIGNATURE = "222222";
  private static final Pattern ORDER = Pattern.compile("name=\"order\" value=\"([0-9a-f-]+)\"");

  @TempDir private Path folder;
  private final Answers answers = new Answers();
  private FakeServer server;
  private BankApp bank;
  private BankClient client;
  private FirstPasswords.Letter letter;

  @SuppressWarnings("NullAway.Init") // filled before each test
  BankOnceTest() {}

  @BeforeEach
  void open() throws Exception {
    server = new FakeServer(folder, answers.services());
    bank =
        BankApp.start(
            server.connect(DevCaller.INTERNET_BANKING),
            "sample-cu",
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            folder,
            () -> "",
            Clock.systemUTC());
    client = new BankClient(bank);
    letter = bank.letters().get(0);
  }

  @AfterEach
  void close() {
    bank.close();
    server.close();
  }

  @Test
  void register_wrongCode_isSaidOnAPageThatAReloadOnlyReads() throws Exception {
    String session = cookie(client.login(letter.contract(), letter.login(), ""));

    HttpResponse<String> answer = register(session, Answers.WRONG);

    assertThat(location(answer)).isEqualTo("/register");
    assertThat(client.get("/register", session).body())
        .contains("The code is not right", "value=\"VSST12345678\"");
    assertThat(client.get("/register", session).body()).doesNotContain("The code is not right");
    assertThat(answers.asked()).hasSize(1);
  }

  @Test
  void register_twoFundsPasswords_areSaidToDiffer_andKagibanIsNotAsked() throws Exception {
    String session = cookie(client.login(letter.contract(), letter.login(), ""));

    HttpResponse<String> answer =
        client.post("/register", session, "token=VSST12345678&code=1&funds=a&again=b");

    assertThat(location(answer)).isEqualTo("/register");
    assertThat(client.get("/register", session).body())
        .contains("passwords differ", "value=\"VSST12345678\"");
    assertThat(client.get("/register", session).body()).doesNotContain("passwords differ");
    assertThat(answers.asked()).isEmpty();
  }

  @Test
  void register_serverAsksToWait_theSameRequestComesNoSooner() throws Exception {
    answers.fail(overloaded(Duration.ofMillis(300)));
    String session = cookie(client.login(letter.contract(), letter.login(), ""));

    assertThat(location(register(session, LOGIN_CODE))).isEqualTo("/registered");

    assertThat(answers.asked()).hasSize(2);
    assertThat(answers.asked().get(1)).isEqualTo(answers.asked().get(0));
    assertThat(answers.times().get(1) - answers.times().get(0))
        .isGreaterThanOrEqualTo(Duration.ofMillis(300).toNanos());
  }

  @Test
  void register_serverAsksForALongWait_isLeftToTheCustomer() throws Exception {
    answers.fail(overloaded(Duration.ofMinutes(1)));
    String session = cookie(client.login(letter.contract(), letter.login(), ""));

    assertThat(location(register(session, LOGIN_CODE))).isEqualTo("/register");

    assertThat(client.get("/register", session).body()).contains("Nothing was counted against you");
    assertThat(answers.asked()).hasSize(1);
    assertThat(location(register(session, LOGIN_CODE))).isEqualTo("/registered");
    assertThat(answers.asked().get(1)).isEqualTo(answers.asked().get(0));
  }

  private static StatusRuntimeException overloaded(Duration least) {
    RetryInfo info =
        RetryInfo.newBuilder()
            .setRetryDelay(
                com.google.protobuf.Duration.newBuilder()
                    .setSeconds(least.toSeconds())
                    .setNanos(least.toNanosPart()))
            .build();
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(Status.Code.RESOURCE_EXHAUSTED.value())
            .addDetails(Any.pack(info))
            .build());
  }

  @Test
  void confirm_bookCannotBeWritten_theSameCodeExecutesItLater() throws Exception {
    String session = loggedIn();
    String order = order(session);
    Path inTheWay = Files.createDirectories(folder.resolve("bank-book.properties.new/full"));

    assertThat(confirm(session, order).statusCode()).isEqualTo(500);
    assertThat(client.get("/main", session).body()).contains("1,250,000円").contains("None yet");

    Files.delete(inTheWay);
    assertThat(location(confirm(session, order))).isEqualTo("/done?order=" + order);
    assertThat(client.get("/main", session).body()).contains("1,200,000円");
    List<String> asked = answers.asked();
    assertThat(asked.get(asked.size() - 1)).isEqualTo(asked.get(asked.size() - 2));
  }

  @Test
  void register_bookCannotBeWritten_theSameCodeRegistersLater() throws Exception {
    String session = cookie(client.login(letter.contract(), letter.login(), ""));
    Path inTheWay = Files.createDirectories(folder.resolve("bank-book.properties.new/full"));

    assertThat(register(session, LOGIN_CODE).statusCode()).isEqualTo(500);

    Files.delete(inTheWay);
    assertThat(location(register(session, LOGIN_CODE))).isEqualTo("/registered");
  }

  @Test
  void confirm_manyAtOnce_executeOneTransferAndAskOnce() throws Exception {
    String session = loggedIn();
    String order = order(session);
    int before = answers.asked().size();

    for (HttpResponse<String> answer : atOnce(8, session, order)) {
      assertThat(location(answer)).isEqualTo("/done?order=" + order);
    }

    String main = client.get("/main", session).body();
    assertThat(main).contains("1,200,000円");
    assertThat(main.split("<li>", -1)).hasSize(2);
    assertThat(answers.asked()).hasSize(before + 1);
  }

  private List<HttpResponse<String>> atOnce(int many, String session, String order)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(many);
    try {
      CountDownLatch ready = new CountDownLatch(many);
      List<Future<HttpResponse<String>>> sent = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        sent.add(
            threads.submit(
                () -> {
                  ready.countDown();
                  ready.await();
                  return confirm(session, order);
                }));
      }
      List<HttpResponse<String>> all = new ArrayList<>();
      for (Future<HttpResponse<String>> one : sent) {
        all.add(one.get());
      }
      return all;
    } finally {
      threads.shutdownNow();
    }
  }

  private HttpResponse<String> register(String session, String code) throws Exception {
    String form = "token=VSST12345678&code=%s&funds=%s&again=%s";
    return client.post("/register", session, form.formatted(code, letter.funds(), letter.funds()));
  }

  private String loggedIn() throws Exception {
    String session = cookie(client.login(letter.contract(), letter.login(), ""));
    session = cookie(register(session, "000000"));
    HttpResponse<String> answer = client.post("/code", session, "code=" + LOGIN_CODE);
    assertThat(location(answer)).isEqualTo("/main");
    return cookie(answer);
  }

  private String order(String session) throws Exception {
    String payee = URLEncoder.encode("ヤマダ ハナコ", StandardCharsets.UTF_8);
    String form = "bank=A&branch=B&account=1234567&amount=50000&name=" + payee;
    assertThat(location(client.post("/transfer", session, form))).isEqualTo("/confirm");
    Matcher order = ORDER.matcher(client.get("/confirm", session).body());
    assertThat(order.find()).isTrue();
    return order.group(1);
  }

  private HttpResponse<String> confirm(String session, String order) throws Exception {
    return client.post("/confirm", session, "order=" + order + "&code=" + SIGNATURE);
  }
}
