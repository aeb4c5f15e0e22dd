package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.Session;
import org.kagiban.demo.DevCaller;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;
import org.kagiban.v1.Verdict;

/** Many requests at the same moment, over several connections, against a whole server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyAtOnceTest {
  private static final int ROUNDS = 200;
  private static final int CONNECTIONS = 4;
  private static final TokenProfile HOTP = new TokenProfile(OtpType.HOTP, HashAlgorithm.SHA1, 6, 0);

  private final KnownToken counting = KnownToken.random("HOTP00000001", HOTP);
  private final KnownToken guessed = KnownToken.random("TOTP00000001", TokenProfile.DEFAULT);
  private final List<Session> sessions = new ArrayList<>();
  private LiveServer server;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    server = LiveServer.start(folder);
    new VendorFile().add(counting).add(guessed).load(server, "tokens.xml");
    for (int i = 0; i < CONNECTIONS; i++) {
      sessions.add(server.connect(DevCaller.INTERNET_BANKING));
    }
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void once_sameRightCode64TimesAtOnce_isAcceptedExactlyOnceInEachOf200Rounds() {
    assertThat(Calls.enroll(sessions.get(0), "once", counting.id(), counting.code(0)).getVerdict())
        .isEqualTo(Verdict.VERDICT_ACCEPTED);
    for (int round = 1; round <= ROUNDS; round++) {
      List<Verdict> verdicts =
          AtOnce.verify(sessions, "once", Collections.nCopies(64, counting.code(round)));
      assertThat(Collections.frequency(verdicts, Verdict.VERDICT_ACCEPTED))
          .as("round %d: %s", round, verdicts)
          .isEqualTo(1);
      assertThat(Collections.frequency(verdicts, Verdict.VERDICT_REPLAYED)).isEqualTo(63);
    }
  }

  @Test
  void boundedGuessing_500WrongCodesAtOnce_exactlyTheLimitIsCompared() {
    assertThat(
            Calls.enroll(sessions.get(0), "guessed", guessed.id(), guessed.codeNow()).getVerdict())
        .isEqualTo(Verdict.VERDICT_ACCEPTED);
    List<Verdict> verdicts = AtOnce.verify(sessions, "guessed", AtOnce.wrongCodes(guessed, 500));
    assertThat(Collections.frequency(verdicts, Verdict.VERDICT_WRONG_CODE)).isEqualTo(10);
    assertThat(Collections.frequency(verdicts, Verdict.VERDICT_LOCKED)).isEqualTo(490);
    assertThat(Calls.verify(sessions.get(0), "guessed", guessed.codeNow()).getVerdict())
        .isEqualTo(Verdict.VERDICT_LOCKED);
  }
}
