package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.Session;
import org.kagiban.demo.DevCaller;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;
import org.kagiban.v1.Verdict;
import org.kagiban.v1.VerifyRequest;

/**
 * What a whole server does on a machine that runs out of something, and when it has it again
 * (invariant fail-closed): what the channel is answered, what the operator reads.
 */
class FaultyMachineTest {
  private static final TokenProfile HOTP = new TokenProfile(OtpType.HOTP, HashAlgorithm.SHA1, 6, 0);
  private static final String OWNER = "1";
  private static final int MOST_UNTIL_FULL = 20_000;

  private final KnownToken token = KnownToken.random("HOTP00000001", HOTP);
  private long counter;

  @TempDir private Path folder;

  private void enroll(LiveServer server) throws Exception {
    new VendorFile().add(token).load(server, "tokens.xml");
    Session channel = server.connect(DevCaller.INTERNET_BANKING);
    assertThat(Calls.enroll(channel, OWNER, token.id(), token.code(counter++)).getVerdict())
        .isEqualTo(Verdict.VERDICT_ACCEPTED);
  }

  private VerifyRequest next() {
    return Calls.verify(OWNER, token.code(counter++));
  }

  private static Verdict verdict(Session channel, VerifyRequest request) {
    return channel.verification().verify(request).getVerdict();
  }

  private static Status.Code refusal(Session channel, VerifyRequest request) {
    StatusRuntimeException e =
        catchThrowableOfType(StatusRuntimeException.class, () -> verdict(channel, request));
    return e == null ? Status.Code.OK : e.getStatus().getCode();
  }

  /** Right codes until one is not answered; that request. */
  private VerifyRequest untilRefused(Session channel) {
    for (int i = 0; i < MOST_UNTIL_FULL; i++) {
      VerifyRequest request = next();
      Status.Code code = refusal(channel, request);
      if (code != Status.Code.OK) {
        assertThat(code).isEqualTo(Status.Code.UNAVAILABLE);
        return request;
      }
    }
    throw new AssertionError("there was always room");
  }

  /**
   * The request that had no answer gets one, as soon as the server has noticed that it can; its
   * code counts once, and the next one is right.
   */
  private void assertServesAgain(Session channel, VerifyRequest unanswered) {
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> refusal(channel, unanswered) == Status.Code.OK);
    assertThat(verdict(channel, unanswered)).isEqualTo(Verdict.VERDICT_ACCEPTED);
    assertThat(verdict(channel, Calls.verify(OWNER, unanswered.getCode())))
        .isEqualTo(Verdict.VERDICT_REPLAYED);
    assertThat(verdict(channel, next())).isEqualTo(Verdict.VERDICT_ACCEPTED);
  }

  @Test
  void storeFull_isUnavailableUntilThereIsRoom() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("db"), 4);
        LiveServer server = LiveServer.startOn(folder, "url: sqlite:db/kagiban.db")) {
      enroll(server);
      Session channel = server.connect(DevCaller.INTERNET_BANKING);
      disk.fill();
      VerifyRequest unanswered = untilRefused(channel);
      assertThat(refusal(channel, unanswered)).isEqualTo(Status.Code.UNAVAILABLE);
      server.awaitSaid(
          "the store cannot be written, requests are answered UNAVAILABLE until it can:");

      disk.makeRoom();
      server.awaitSaid("the store can be written again");
      server.awaitServing();
      assertServesAgain(channel, unanswered);
    }
  }

  @Test
  void logFolderFull_verdictsGoOnAndTheLogIsSignedWhenThereIsRoom() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("audit"), 2);
        LiveServer server = LiveServer.start(folder)) {
      enroll(server);
      Session channel = server.connect(DevCaller.INTERNET_BANKING);
      disk.fill();
      assertThat(verdict(channel, next())).isEqualTo(Verdict.VERDICT_ACCEPTED);
      server.awaitSaid("the log cannot be signed; it is tried again:");

      disk.makeRoom();
      server.awaitSaid("the log goes on");
      assertThat(verdict(channel, next())).isEqualTo(Verdict.VERDICT_ACCEPTED);
    }
  }

  @Test
  void storeReadOnly_serverSaysSoAndDoesNotStart() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("db"), 8);
        LiveServer server = LiveServer.startOn(folder, "url: sqlite:db/kagiban.db")) {
      assertThat(server.stop()).isZero();
      disk.makeReadOnly();
      CommandResult serve =
          server.tryProcess("serve", "--config", folder.resolve("kagiban.yaml").toString());
      assertThat(serve.exitCode()).as(serve.toString()).isEqualTo(4);
      assertThat(serve.output()).contains("cannot be opened");
    }
  }

  @Test
  void fileHandlesExhausted_opensNoConnection_andServesAgainWhenThereAreSome() throws Exception {
    try (LiveServer server = LiveServer.start(folder)) {
      enroll(server);
      Session channel = server.connect(DevCaller.INTERNET_BANKING);
      assertThat(verdict(channel, next())).isEqualTo(Verdict.VERDICT_ACCEPTED);
      limit(server, "--nofile=3");
      VerifyRequest unanswered = next();
      assertThat(refusal(channel, unanswered)).isEqualTo(Status.Code.UNAVAILABLE);
      server.awaitSaid("is lost:");
      server.awaitSaid("reopening failed:");
      Session late = server.connect(DevCaller.INTERNET_BANKING);
      limit(server, "--nofile=4096");
      server.awaitServing();
      assertServesAgain(channel, unanswered);
      assertThat(verdict(late, next())).isEqualTo(Verdict.VERDICT_ACCEPTED);
    }
  }

  /** The soft limit alone: it can be raised again. */
  private static void limit(LiveServer server, String what) throws Exception {
    String pid = Long.toString(server.handle().pid());
    String said = SmallDisk.run("prlimit", "--pid", pid, what + ":");
    assumeTrue(said.isEmpty(), said);
  }

  @Test
  void outOfMemory_serverIsKilledAtOnce_soThatItIsStartedAgain() throws Exception {
    LiveConfig config =
        new LiveConfig(LiveServer.PARTITION, "", "").on(shippedOptions()).in(HeapFiller.class);
    try (LiveServer server = LiveServer.start(folder, config)) {
      enroll(server);
      Session channel = server.connect(DevCaller.INTERNET_BANKING);
      VerifyRequest answered = next();
      assertThat(verdict(channel, answered)).isEqualTo(Verdict.VERDICT_ACCEPTED);
      Files.createFile(HeapFiller.trigger(folder));
      int code = server.awaitEnd();
      assertThat(unit()).contains("Restart=on-failure");
      assertThat(code).isNotZero();
      assertThat(neverRestarted()).doesNotContain(Integer.toString(code));
      server.awaitSaid("java.lang.OutOfMemoryError");

      Files.delete(HeapFiller.trigger(folder));
      server.restart();
      Session again = server.connect(DevCaller.INTERNET_BANKING);
      assertThat(verdict(again, Calls.verify(OWNER, answered.getCode())))
          .isEqualTo(Verdict.VERDICT_REPLAYED);
      assertThat(verdict(again, next())).isEqualTo(Verdict.VERDICT_ACCEPTED);
    }
  }

  /** Those that the start script gives the JVM, and a heap that is soon full. */
  private static List<String> shippedOptions() throws IOException {
    String script = Files.readString(Path.of("src", "dist", "bin", "kagiban"));
    Stream<String> options =
        Pattern.compile("'(-XX:[^']+)'|(-XX:[^ '\\n]+)")
            .matcher(script)
            .results()
            .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
            .filter(option -> !option.contains("SharedArchiveFile"));
    return Stream.concat(options, Stream.of("-Xmx80m")).toList();
  }

  private static String unit() throws IOException {
    return Files.readString(Path.of("src", "dist", "systemd", "kagiban.service"));
  }

  private static List<String> neverRestarted() throws IOException {
    return unit()
        .lines()
        .filter(line -> line.startsWith("RestartPreventExitStatus="))
        .flatMap(line -> Stream.of(line.substring(line.indexOf('=') + 1).split(" ")))
        .toList();
  }
}
