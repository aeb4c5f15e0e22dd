package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.Timestamp;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.hsm.HsmContract;
import org.kagiban.hsm.HsmKind;
import org.kagiban.rpc.Told;
import org.kagiban.v1.CreateTokenRequest;
import org.kagiban.v1.IssueTemporaryCodeResponse;
import org.kagiban.v1.ListTokensRequest;
import org.kagiban.v1.Purpose;
import org.kagiban.v1.Subject;
import org.kagiban.v1.Subscriber;
import org.kagiban.v1.TokenStatus;
import org.kagiban.v1.UnlockTokenRequest;
import org.kagiban.v1.Verdict;
import org.kagiban.v1.VerifyRequest;
import org.kagiban.v1.VerifyResponse;
import org.slf4j.LoggerFactory;

/** Codes, against SoftHSM and SQLite, over TLS. */
@ExtendWith(HsmContract.class)
class VerificationServiceTest {
  @TempDir private static Path folder;
  private static RunningServer server;

  private Branch branch;

  @BeforeAll
  static void start(HsmKind kind) throws Exception {
    server = RunningServer.start(folder, kind);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void enrol() throws Exception {
    branch = new Branch(server);
  }

  @Test
  void verify_nextCode_isAcceptedOnce() throws Exception {
    long step = Device.stepNow() + 1;
    VerifyResponse accepted = branch.verify(branch.device.code(step));
    assertThat(accepted.getVerdict()).isEqualTo(Verdict.VERDICT_ACCEPTED);
    assertThat(accepted.getTokenId()).isEqualTo(branch.device.tokenId());
    assertThat(accepted.getDriftSteps()).isBetween(0, 1);
    assertThat(accepted.hasAttemptsRemaining()).isFalse();
    assertThat(UUID.fromString(accepted.getEventId()).version()).isEqualTo(7);
    VerifyResponse again = branch.verify(branch.device.code(step));
    assertThat(again.getVerdict()).isEqualTo(Verdict.VERDICT_REPLAYED);
    assertThat(again.getWaitSeconds()).isBetween(1, 60);
    assertThat(again.hasDriftSteps()).isFalse();
  }

  @Test
  void verify_wrongCode_tellsAttemptsUntilItLocks() throws Exception {
    String wrong = branch.device.wrongCode();
    for (int left = 9; left >= 0; left--) {
      VerifyResponse response = branch.verify(wrong);
      assertThat(response.getVerdict()).isEqualTo(Verdict.VERDICT_WRONG_CODE);
      assertThat(response.getAttemptsRemaining()).isEqualTo(left);
    }
    VerifyResponse locked = branch.verify(branch.device.code(Device.stepNow() + 1));
    assertThat(locked.getVerdict()).isEqualTo(Verdict.VERDICT_LOCKED);
    assertThat(locked.getWaitSeconds()).isBetween(1700, 1800);
    assertThat(branch.get().getStatus()).isEqualTo(TokenStatus.TOKEN_STATUS_LOCKED);
    assertThat(branch.get().hasLockedUntil()).isTrue();
    UnlockTokenRequest unlock =
        UnlockTokenRequest.newBuilder()
            .setRequestId(Branch.id())
            .setTokenId(branch.device.tokenId())
            .setReason("customer called")
            .build();
    assertThat(branch.helpDesk.unlockToken(unlock).getEventId()).isNotEmpty();
    assertThat(branch.verify(branch.device.code(Device.stepNow() + 1)).getVerdict())
        .isEqualTo(Verdict.VERDICT_ACCEPTED);
  }

  @Test
  void verify_repeatedRequest_getsTheFirstAnswerAlsoAfterARestart() throws Exception {
    VerifyRequest request =
        branch.request(branch.bySubscriber(), branch.device.code(Device.stepNow() + 1));
    VerifyResponse first = branch.verification.verify(request);
    assertThat(first.getVerdict()).isEqualTo(Verdict.VERDICT_ACCEPTED);
    assertThat(branch.verification.verify(request)).isEqualTo(first);
    server.restart();
    branch.connect();
    assertThat(branch.verification.verify(request)).isEqualTo(first);
    VerifyRequest other = request.toBuilder().setPurpose(Purpose.PURPOSE_LOGIN).build();
    Told reused = Told.by(() -> branch.verification.verify(other));
    assertThat(reused.code()).isEqualTo(Code.ALREADY_EXISTS);
    assertThat(reused.reason()).isEqualTo("REQUEST_ID_REUSED");
  }

  @Test
  void call_outOfSight_isToldLikeNothingThere() throws Exception {
    Subscriber theirs =
        Subscriber.newBuilder()
            .setInstitution(RunningServer.THEIRS)
            .setSubscriberId(branch.subscriber.getSubscriberId())
            .build();
    VerifyResponse hidden =
        branch.verification.verify(
            branch.request(
                Subject.newBuilder().setSubscriber(theirs).build(), branch.device.code(1)));
    assertThat(hidden.getVerdict()).isEqualTo(Verdict.VERDICT_NOT_ENROLLED);
    assertThat(hidden.getTokenId()).isEmpty();
    for (String institution : List.of(RunningServer.THEIRS, "no-such-cu")) {
      ListTokensRequest list = ListTokensRequest.newBuilder().setInstitution(institution).build();
      Told told = Told.by(() -> branch.enrollment.listTokens(list));
      assertThat(told.code()).isEqualTo(Code.NOT_FOUND);
      assertThat(told.reason()).isEqualTo("INSTITUTION_NOT_FOUND");
      KeyPair pair = Device.keyPair();
      CreateTokenRequest create =
          Device.request(pair, Branch.id()).toBuilder().setInstitution(institution).build();
      assertThat(Told.by(() -> branch.provisioning.createToken(create)).reason())
          .isEqualTo("INSTITUTION_NOT_FOUND");
    }
  }

  @Test
  void call_leavesOneLogLineWithoutItsCode() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("org.kagiban.requests");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(log);
    try {
      String code = branch.device.code(Device.stepNow() + 1);
      VerifyRequest request = branch.request(branch.bySubscriber(), code);
      var unused = branch.verification.verify(request);
      // A line is written after its answer has left, so an earlier call's may still arrive here.
      String id = "request=\"" + request.getRequestId() + "\"";
      Awaitility.await().until(() -> !lines(log, id).isEmpty());
      assertThat(lines(log, id)).hasSize(1);
      assertThat(lines(log, id).get(0))
          .contains("caller=\"internet-banking\"")
          .contains("method=\"kagiban.v1.VerificationService/Verify\"")
          .contains("verdict=\"ACCEPTED\"")
          .contains("status=\"OK\"")
          .contains("millis=")
          .doesNotContain(code);
    } finally {
      logger.detachAppender(log);
      logger.setLevel(null);
    }
  }

  private static List<String> lines(ListAppender<ILoggingEvent> log, String part) {
    return List.copyOf(log.list).stream()
        .map(event -> event.getFormattedMessage() + event.getKeyValuePairs())
        .filter(line -> line.contains(part))
        .toList();
  }

  @Test
  void temporaryCode_isAcceptedAsOftenAsItSays() {
    IssueTemporaryCodeResponse issued = branch.temporaryCode(2, 3);
    assertThat(issued.getCode()).matches("[0-9]{10}");
    assertThat(issued.getUses()).isEqualTo(2);
    assertThat(issued.getExpireTime().getSeconds())
        .isCloseTo(
            Instant.now().getEpochSecond() + 3 * 86_400, org.assertj.core.data.Offset.offset(60L));
    assertThat(branch.get().getTemporaryCodeUsesRemaining()).isEqualTo(2);
    assertThat(branch.verify(issued.getCode()).getVerdict()).isEqualTo(Verdict.VERDICT_ACCEPTED);
    assertThat(branch.verify(issued.getCode()).getVerdict()).isEqualTo(Verdict.VERDICT_ACCEPTED);
    assertThat(branch.verify(issued.getCode()).getVerdict()).isEqualTo(Verdict.VERDICT_WRONG_CODE);
    assertThat(branch.get().getTemporaryCodeExpireTime()).isEqualTo(Timestamp.getDefaultInstance());
  }

  @Test
  void temporaryCode_beyondThePolicy_isRefused() {
    Told told = Told.by(() -> branch.temporaryCode(6, 8));
    assertThat(told.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(told.violations())
        .containsExactly("uses: must be 1 to 5, or 0 for 1", "days: must be 1 to 7, or 0 for 1");
  }
}
