package org.kagiban.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kagiban.cli.ConnectFile;
import org.kagiban.demo.DevCaller;
import org.kagiban.otp.Transaction;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;

/** The sample channels, as processes with unmodified gRPC libraries, against a whole server. */
final class SampleClientsTest {
  private static final TokenProfile HOTP = new TokenProfile(OtpType.HOTP, HashAlgorithm.SHA1, 6, 0);
  private static final int REFUSED = 1;
  private static final int USAGE = 2;
  private static final int UNAVAILABLE = 3;
  private static final int FAULT = 4;

  private static Path classes;
  private static LiveServer server;
  private static List<KnownToken> tokens;

  @BeforeAll
  static void prepare(@TempDir Path folder, @TempDir Path compiled) throws Exception {
    classes = compiled;
    SampleClient.compile(classes);
    server = LiveServer.start(folder);
    tokens =
        Stream.of("FIRST", "AGAIN", "LATER")
            .flatMap(name -> Stream.of(SampleClient.values()).map(client -> tokenId(client, name)))
            .map(id -> KnownToken.random(id, HOTP))
            .toList();
    VendorFile file = new VendorFile();
    tokens.forEach(file::add);
    file.load(server, "tokens.xml");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void channel_enrolsAndVerifies_decidesByTheVerdict(SampleClient client) throws Exception {
    KnownToken token = token(client, "FIRST");

    assertThat(enroll(client, token, id())).isEqualTo("0 VERDICT_ACCEPTED GO_ON Thank you.");
    assertThat(verify(client, token, token.code(1)))
        .isEqualTo("0 VERDICT_ACCEPTED GO_ON Thank you.");
    assertThat(verify(client, token, token.code(1)))
        .isEqualTo("1 VERDICT_REPLAYED ASK_AGAIN This code was used. Enter the next one.");
  }

  @ParameterizedTest
  @EnumSource
  void channel_sameActionUnderTheSameId_getsTheFirstAnswer(SampleClient client) throws Exception {
    KnownToken token = token(client, "AGAIN");
    List<String> action = List.of("--token", token.id(), "--code", token.code(0));
    List<String> withId = of(action, "--subscriber", token.id(), "--request-id", id());

    CommandResult first = run(client, "enroll", connect(), withId);
    CommandResult again = run(client, "enroll", connect(), withId);

    assertThat(first.output()).contains("verdict VERDICT_ACCEPTED\n");
    assertThat(again).isEqualTo(first);
  }

  @ParameterizedTest
  @EnumSource
  void channel_nobodyAnswersAtFirst_sendsTheSameAgain(SampleClient client) throws Exception {
    KnownToken token = token(client, "LATER");
    ConnectFile direct = connect();
    try (LatePort late = new LatePort(Integer.parseInt(direct.target().split(":", 2)[1]))) {
      ConnectFile connect = at(direct, "localhost:" + late.port());
      List<String> arguments =
          List.of("--subscriber", token.id(), "--token", token.id(), "--code", token.code(0));
      // Much time for a busy machine; the retries come at once.
      Process process = start(client, "enroll", connect, of(arguments, "--seconds", "60"));
      try (BufferedReader reader = process.inputReader(UTF_8)) {
        assertThat(reader.readLine()).startsWith("request ");
        assertThat(reader.readLine()).isEqualTo("try 1 failed: UNAVAILABLE, trying again");
        late.open();
        assertThat(reader.lines()).contains("verdict VERDICT_ACCEPTED", "do GO_ON");
      }
      assertThat(process.waitFor()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void channel_signedTransfer_isCheckedAsTheBankWillExecuteIt(SampleClient client)
      throws Exception {
    Device device =
        Device.create(
            server.connect(DevCaller.INTERNET_BANKING).provisioning(),
            LiveServer.INSTITUTION,
            id());
    List<String> customer = List.of("--subscriber", client + "-signer");
    String code = device.code(Device.stepNow());
    List<String> first = of(customer, "--token", device.tokenId(), "--code", code);
    assertThat(run(client, "enroll", connect(), first).exitCode()).isZero();
    Transaction transfer =
        new Transaction(
            List.of(
                new Transaction.Field("payee", "A=B Store 7654321"),
                new Transaction.Field("amount", "50000 JPY")));
    String signature = device.sign(transfer, Device.stepNow());
    List<String> signed = of(customer, "--code", signature, "--field", "payee=A=B Store 7654321");

    CommandResult altered =
        run(client, "verify-transaction", connect(), of(signed, "--field", "amount=90000 JPY"));
    CommandResult right =
        run(client, "verify-transaction", connect(), of(signed, "--field", "amount=50000 JPY"));

    assertThat(told(altered)).isEqualTo("1 VERDICT_WRONG_CODE ASK_AGAIN The code is not right.");
    assertThat(told(right)).isEqualTo("0 VERDICT_ACCEPTED GO_ON Thank you.");
  }

  @ParameterizedTest
  @EnumSource
  void channel_fieldThatBreaksItsRule_isNotSentAgain(SampleClient client) throws Exception {
    CommandResult result =
        run(client, "verify", connect(), List.of("--subscriber", "7", "--code", "12"));

    assertThat(result.exitCode()).isEqualTo(FAULT);
    assertThat(result.output()).contains("FIELD_INVALID: ").doesNotContain("trying again");
  }

  @ParameterizedTest
  @EnumSource
  void channel_nobodyAnswers_endsWithinItsTime(SampleClient client) throws Exception {
    try (LatePort closed = new LatePort(0)) {
      CommandResult result =
          run(
              client,
              "verify",
              at(connect(), "localhost:" + closed.port()),
              List.of("--subscriber", "7", "--code", "123456", "--seconds", "1"));

      assertThat(result.exitCode()).isEqualTo(UNAVAILABLE);
      assertThat(result.output()).contains("try 1 failed: UNAVAILABLE").doesNotContain("verdict");
    }
  }

  @ParameterizedTest
  @EnumSource
  void channel_withoutCode_saysWhatIsMissing(SampleClient client) throws Exception {
    CommandResult result = run(client, "verify", connect(), List.of("--subscriber", "7"));

    assertThat(result.exitCode()).isEqualTo(USAGE);
    assertThat(result.output()).contains("--code is missing");
  }

  private static String enroll(SampleClient client, KnownToken token, String requestId)
      throws Exception {
    List<String> arguments =
        List.of("--subscriber", token.id(), "--token", token.id(), "--code", token.code(0));
    return told(run(client, "enroll", connect(), of(arguments, "--request-id", requestId)));
  }

  private static String verify(SampleClient client, KnownToken token, String code)
      throws Exception {
    return told(
        run(client, "verify", connect(), List.of("--subscriber", token.id(), "--code", code)));
  }

  /** Exit code, verdict and what the bank does. */
  private static String told(CommandResult result) {
    List<String> lines = result.output().lines().toList();
    assertThat(lines).as(result.output()).hasSize(5);
    assertThat(lines.get(2)).matches("event [0-9a-f-]{36}");
    assertThat(result.exitCode()).isIn(0, REFUSED);
    return result.exitCode()
        + lines.get(1).substring(7)
        + lines.get(3).substring(2)
        + lines.get(4).substring(3);
  }

  private static CommandResult run(
      SampleClient client, String call, ConnectFile connect, List<String> arguments)
      throws Exception {
    Process process = start(client, call, connect, arguments);
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new CommandResult(process.waitFor(), output);
  }

  private static Process start(
      SampleClient client, String call, ConnectFile connect, List<String> arguments)
      throws IOException {
    return new ProcessBuilder(client.command(classes, call, connect, arguments))
        .redirectErrorStream(true)
        .start();
  }

  private static ConnectFile connect() {
    return server.pki().connect(DevCaller.INTERNET_BANKING, server.target());
  }

  private static ConnectFile at(ConnectFile connect, String target) {
    return new ConnectFile(
        target, connect.ca(), connect.certificate(), connect.key(), connect.authority());
  }

  private static KnownToken token(SampleClient client, String name) {
    return tokens.stream()
        .filter(token -> token.id().equals(tokenId(client, name)))
        .findAny()
        .orElseThrow();
  }

  private static String tokenId(SampleClient client, String name) {
    return client + "." + name;
  }

  private static List<String> of(List<String> first, String... more) {
    return Stream.concat(first.stream(), Stream.of(more)).toList();
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }
}
