package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.Session;
import org.kagiban.demo.DevCaller;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;
import org.kagiban.v1.Verdict;
import org.kagiban.v1.VerifyRequest;
import org.kagiban.v1.VerifyResponse;

/**
 * kill -9 right after an answer. {@code -Dkagiban.test.kills=50} kills as often as a release should
 * survive it.
 */
class KilledServerTest {
  private static final int KILLS = Integer.getInteger("kagiban.test.kills", 12);
  private static final TokenProfile HOTP = new TokenProfile(OtpType.HOTP, HashAlgorithm.SHA1, 6, 0);

  @Test
  void durableBeforeAnswer_killedRightAfterAnswers_codesStayUsedAndRetriesSafe(@TempDir Path folder)
      throws Exception {
    KnownToken token = KnownToken.random("HOTP00000001", HOTP);
    try (LiveServer server = LiveServer.start(folder)) {
      new VendorFile().add(token).load(server, "tokens.xml");
      Calls.enroll(server.connect(DevCaller.INTERNET_BANKING), "1", token.id(), token.code(0));
      List<VerifyRequest> requests = new ArrayList<>();
      List<VerifyResponse> answers = new ArrayList<>();
      for (int counter = 1; counter <= KILLS; counter++) {
        VerifyRequest request = Calls.verify("1", token.code(counter));
        VerifyResponse answer =
            server.connect(DevCaller.INTERNET_BANKING).verification().verify(request);
        server.kill();
        assertThat(answer.getVerdict()).isEqualTo(Verdict.VERDICT_ACCEPTED);
        requests.add(request);
        answers.add(answer);

        server.restart();
        Session session = server.connect(DevCaller.INTERNET_BANKING);
        assertThat(Calls.verify(session, "1", token.code(counter)).getVerdict())
            .as("kill %d", counter)
            .isEqualTo(Verdict.VERDICT_REPLAYED);
        assertThat(session.verification().verify(request)).as("kill %d", counter).isEqualTo(answer);
      }
      Session session = server.connect(DevCaller.INTERNET_BANKING);
      for (int i = 0; i < KILLS; i++) {
        assertThat(session.verification().verify(requests.get(i))).isEqualTo(answers.get(i));
      }
    }
  }
}
