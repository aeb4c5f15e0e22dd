package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
import org.kagiban.v1.VerificationServiceGrpc;
import org.kagiban.v1.VerifyRequest;
import org.kagiban.v1.VerifyResponse;

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
      List<Verdict> verdicts = atOnce("once", Collections.nCopies(64, counting.code(round)));
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
    List<Verdict> verdicts = atOnce("guessed", wrongCodes(500));
    assertThat(Collections.frequency(verdicts, Verdict.VERDICT_WRONG_CODE)).isEqualTo(10);
    assertThat(Collections.frequency(verdicts, Verdict.VERDICT_LOCKED)).isEqualTo(490);
    assertThat(Calls.verify(sessions.get(0), "guessed", guessed.codeNow()).getVerdict())
        .isEqualTo(Verdict.VERDICT_LOCKED);
  }

  private List<String> wrongCodes(int count) {
    long step = TokenProfile.DEFAULT.stepAt(Instant.now());
    List<String> right = new ArrayList<>();
    for (long near = step - 5; near <= step + 5; near++) {
      right.add(guessed.code(near));
    }
    List<String> wrong = new ArrayList<>();
    for (int number = 0; wrong.size() < count; number++) {
      String code = String.format("%06d", number);
      if (!right.contains(code)) {
        wrong.add(code);
      }
    }
    return wrong;
  }

  /** Sends all before any answer is awaited; the verdicts in the order of the codes. */
  private List<Verdict> atOnce(String subscriber, List<String> codes) {
    List<CompletableFuture<VerifyResponse>> answers = new ArrayList<>();
    for (int i = 0; i < codes.size(); i++) {
      Session session = sessions.get(i % CONNECTIONS);
      answers.add(send(session, Calls.verify(subscriber, codes.get(i))));
    }
    return answers.stream().map(CompletableFuture::join).map(VerifyResponse::getVerdict).toList();
  }

  private static CompletableFuture<VerifyResponse> send(Session session, VerifyRequest request) {
    CompletableFuture<VerifyResponse> answer = new CompletableFuture<>();
    VerificationServiceGrpc.newStub(session.channel())
        .verify(
            request,
            new StreamObserver<>() {
              @Override
              public void onNext(VerifyResponse response) {
                answer.complete(response);
              }

              @Override
              public void onError(Throwable failure) {
                answer.completeExceptionally(failure);
              }

              @Override
              public void onCompleted() {
                // onNext has completed the answer
              }
            });
    return answer;
  }
}
