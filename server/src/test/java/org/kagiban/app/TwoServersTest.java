package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.Session;
import org.kagiban.demo.DevCaller;
import org.kagiban.store.PostgresTestServer;
import org.kagiban.store.StoreLocation;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;
import org.kagiban.v1.Verdict;

/** Two whole servers with one PostgreSQL, one partition and one log; at last one is killed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoServersTest {
  private static final int ROUNDS = 20;
  private static final int AT_ONCE = 32;
  private static final TokenProfile HOTP = new TokenProfile(OtpType.HOTP, HashAlgorithm.SHA1, 6, 0);

  private final KnownToken counting = KnownToken.random("HOTP00000001", HOTP);
  private final KnownToken guessed = KnownToken.random("TOTP00000001", TokenProfile.DEFAULT);
  private final List<Session> sessions = new ArrayList<>();
  private LiveServer one;
  private LiveServer two;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    StoreLocation.Postgres database = PostgresTestServer.get().database();
    String store =
        "url: %s\nuser: %s\npassword-file: %s"
            .formatted(database.url(), database.user(), database.passwordFile());
    one = LiveServer.startOn(folder, store);
    two = one.startBeside("second");
    new VendorFile().add(counting).add(guessed).load(one, "tokens.xml");
    for (LiveServer server : List.of(one, two)) {
      sessions.add(server.connect(DevCaller.INTERNET_BANKING));
    }
  }

  @AfterAll
  void stop() {
    two.close();
    one.close();
  }

  @Test
  @Order(1)
  void once_sameRightCodeToBothServersAtOnce_isAcceptedExactlyOnceInEachRound() {
    assertThat(Calls.enroll(sessions.get(0), "once", counting.id(), counting.code(0)).getVerdict())
        .isEqualTo(Verdict.VERDICT_ACCEPTED);
    for (int round = 1; round <= ROUNDS; round++) {
      List<Verdict> verdicts =
          AtOnce.verify(sessions, "once", Collections.nCopies(AT_ONCE, counting.code(round)));
      assertThat(Collections.frequency(verdicts, Verdict.VERDICT_ACCEPTED))
          .as("round %d: %s", round, verdicts)
          .isEqualTo(1);
      assertThat(Collections.frequency(verdicts, Verdict.VERDICT_REPLAYED)).isEqualTo(AT_ONCE - 1);
    }
  }

  @Test
  @Order(2)
  void boundedGuessing_wrongCodesToBothServersAtOnce_exactlyTheLimitIsCompared() {
    assertThat(
            Calls.enroll(sessions.get(1), "guessed", guessed.id(), guessed.codeNow()).getVerdict())
        .isEqualTo(Verdict.VERDICT_ACCEPTED);
    List<Verdict> verdicts = AtOnce.verify(sessions, "guessed", AtOnce.wrongCodes(guessed, 200));
    assertThat(Collections.frequency(verdicts, Verdict.VERDICT_WRONG_CODE)).isEqualTo(10);
    assertThat(Collections.frequency(verdicts, Verdict.VERDICT_LOCKED)).isEqualTo(190);
    for (Session session : sessions) {
      assertThat(Calls.verify(session, "guessed", guessed.codeNow()).getVerdict())
          .isEqualTo(Verdict.VERDICT_LOCKED);
    }
  }

  @Test
  @Order(3)
  void appendOnly_signerIsKilled_theOtherSignsOn_andTheLogVerifies() throws Exception {
    assertThat(Files.readString(two.log())).contains("another server signs the log");
    one.kill();
    assertThat(Calls.verify(sessions.get(1), "once", counting.code(ROUNDS)).getVerdict())
        .isEqualTo(Verdict.VERDICT_REPLAYED);
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> Files.readString(two.log()).contains("this server signs the log from now on"));
    Path copy = two.folder().resolve("copy");
    two.command(
        "audit",
        "export",
        copy.toString(),
        "--connect",
        two.connectFile(DevCaller.AUDITOR).toString());
    assertThat(two.command("audit", "verify", copy.toString())).isNotEmpty();
    assertThat(
            two.tryProcess("doctor", "--config", two.config().toString(), "--without-hsm").output())
        .contains("a server signs the log: process " + two.handle().pid());
  }
}
