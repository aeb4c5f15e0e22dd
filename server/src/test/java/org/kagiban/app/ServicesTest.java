package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.demo.DevCaller;
import org.kagiban.rpc.Told;
import org.kagiban.v1.CreateTokenRequest;
import org.kagiban.v1.EnrollRequest;
import org.kagiban.v1.EnrollmentServiceGrpc;
import org.kagiban.v1.EnrollmentServiceGrpc.EnrollmentServiceBlockingStub;
import org.kagiban.v1.GetTokenRequest;
import org.kagiban.v1.IssueTemporaryCodeRequest;
import org.kagiban.v1.IssueTemporaryCodeResponse;
import org.kagiban.v1.ListTokensRequest;
import org.kagiban.v1.ListTokensResponse;
import org.kagiban.v1.ProvisioningServiceGrpc;
import org.kagiban.v1.ProvisioningServiceGrpc.ProvisioningServiceBlockingStub;
import org.kagiban.v1.Purpose;
import org.kagiban.v1.ReplaceRequest;
import org.kagiban.v1.ResumeTokenRequest;
import org.kagiban.v1.ResynchronizeRequest;
import org.kagiban.v1.RetireTokenRequest;
import org.kagiban.v1.Subject;
import org.kagiban.v1.Subscriber;
import org.kagiban.v1.SuspendTokenRequest;
import org.kagiban.v1.Token;
import org.kagiban.v1.TokenServiceGrpc;
import org.kagiban.v1.TokenServiceGrpc.TokenServiceBlockingStub;
import org.kagiban.v1.TokenStatus;
import org.kagiban.v1.UnenrollRequest;
import org.kagiban.v1.UnlockTokenRequest;
import org.kagiban.v1.Verdict;
import org.kagiban.v1.VerificationServiceGrpc;
import org.kagiban.v1.VerificationServiceGrpc.VerificationServiceBlockingStub;
import org.kagiban.v1.VerifyRequest;
import org.kagiban.v1.VerifyResponse;
import org.slf4j.LoggerFactory;

/** The services against SoftHSM and SQLite, over TLS. */
class ServicesTest {
  @TempDir private static Path folder;
  private static RunningServer server;

  private VerificationServiceBlockingStub verification;
  private EnrollmentServiceBlockingStub enrollment;
  private ProvisioningServiceBlockingStub provisioning;
  private TokenServiceBlockingStub helpDesk;
  private Device device;
  private Subscriber subscriber;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.start(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void enrol() throws Exception {
    connect();
    device = Device.create(provisioning, id());
    subscriber = someone();
    assertThat(enroll(subscriber, device, Device.stepNow())).isEqualTo(Verdict.VERDICT_ACCEPTED);
  }

  private void connect() throws Exception {
    var channel = server.as(DevCaller.INTERNET_BANKING);
    verification = VerificationServiceGrpc.newBlockingStub(channel);
    enrollment = EnrollmentServiceGrpc.newBlockingStub(channel);
    provisioning = ProvisioningServiceGrpc.newBlockingStub(channel);
    helpDesk = TokenServiceGrpc.newBlockingStub(server.as(DevCaller.HELP_DESK));
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }

  private static Subscriber someone() {
    return Subscriber.newBuilder()
        .setInstitution(RunningServer.OURS)
        .setSubscriberId("契約-" + id())
        .build();
  }

  private Verdict enroll(Subscriber whose, Device with, long step) throws Exception {
    return enrollment
        .enroll(
            EnrollRequest.newBuilder()
                .setRequestId(id())
                .setSubscriber(whose)
                .setTokenId(with.tokenId())
                .setCode(with.code(step))
                .build())
        .getVerdict();
  }

  private Subject bySubscriber() {
    return Subject.newBuilder().setSubscriber(subscriber).build();
  }

  private VerifyRequest request(Subject subject, String code) {
    return VerifyRequest.newBuilder()
        .setRequestId(id())
        .setSubject(subject)
        .setCode(code)
        .setPurpose(Purpose.PURPOSE_TRANSFER)
        .build();
  }

  private VerifyResponse verify(String code) {
    return verification.verify(request(bySubscriber(), code));
  }

  private Token get() {
    return helpDesk
        .getToken(GetTokenRequest.newBuilder().setTokenId(device.tokenId()).build())
        .getToken();
  }

  private String suspend() {
    return helpDesk
        .suspendToken(
            SuspendTokenRequest.newBuilder()
                .setRequestId(id())
                .setTokenId(device.tokenId())
                .setReason("lost")
                .build())
        .getEventId();
  }

  @Test
  void verify_nextCode_isAcceptedOnce() throws Exception {
    long step = Device.stepNow() + 1;
    VerifyResponse accepted = verify(device.code(step));
    assertThat(accepted.getVerdict()).isEqualTo(Verdict.VERDICT_ACCEPTED);
    assertThat(accepted.getTokenId()).isEqualTo(device.tokenId());
    assertThat(accepted.getDriftSteps()).isBetween(0, 1);
    assertThat(accepted.hasAttemptsRemaining()).isFalse();
    assertThat(UUID.fromString(accepted.getEventId()).version()).isEqualTo(7);
    VerifyResponse again = verify(device.code(step));
    assertThat(again.getVerdict()).isEqualTo(Verdict.VERDICT_REPLAYED);
    assertThat(again.getWaitSeconds()).isBetween(1, 60);
    assertThat(again.hasDriftSteps()).isFalse();
  }

  @Test
  void verify_wrongCode_tellsAttemptsUntilItLocks() throws Exception {
    String wrong = device.wrongCode();
    for (int left = 9; left >= 0; left--) {
      VerifyResponse response = verify(wrong);
      assertThat(response.getVerdict()).isEqualTo(Verdict.VERDICT_WRONG_CODE);
      assertThat(response.getAttemptsRemaining()).isEqualTo(left);
    }
    VerifyResponse locked = verify(device.code(Device.stepNow() + 1));
    assertThat(locked.getVerdict()).isEqualTo(Verdict.VERDICT_LOCKED);
    assertThat(locked.getWaitSeconds()).isBetween(1700, 1800);
    assertThat(get().getStatus()).isEqualTo(TokenStatus.TOKEN_STATUS_LOCKED);
    assertThat(get().hasLockedUntil()).isTrue();
    UnlockTokenRequest unlock =
        UnlockTokenRequest.newBuilder()
            .setRequestId(id())
            .setTokenId(device.tokenId())
            .setReason("customer called")
            .build();
    assertThat(helpDesk.unlockToken(unlock).getEventId()).isNotEmpty();
    assertThat(verify(device.code(Device.stepNow() + 1)).getVerdict())
        .isEqualTo(Verdict.VERDICT_ACCEPTED);
  }

  @Test
  void verify_repeatedRequest_getsTheFirstAnswerAlsoAfterARestart() throws Exception {
    VerifyRequest request = request(bySubscriber(), device.code(Device.stepNow() + 1));
    VerifyResponse first = verification.verify(request);
    assertThat(first.getVerdict()).isEqualTo(Verdict.VERDICT_ACCEPTED);
    assertThat(verification.verify(request)).isEqualTo(first);
    server.restart();
    connect();
    assertThat(verification.verify(request)).isEqualTo(first);
    VerifyRequest other = request.toBuilder().setPurpose(Purpose.PURPOSE_LOGIN).build();
    Told reused = Told.by(() -> verification.verify(other));
    assertThat(reused.code()).isEqualTo(Code.ALREADY_EXISTS);
    assertThat(reused.reason()).isEqualTo("REQUEST_ID_REUSED");
  }

  /** What a caller may not see looks as if it did not exist. */
  @Test
  void call_outOfSight_isToldLikeNothingThere() throws Exception {
    Subscriber theirs =
        Subscriber.newBuilder()
            .setInstitution(RunningServer.THEIRS)
            .setSubscriberId(subscriber.getSubscriberId())
            .build();
    VerifyResponse hidden =
        verification.verify(
            request(Subject.newBuilder().setSubscriber(theirs).build(), device.code(1)));
    assertThat(hidden.getVerdict()).isEqualTo(Verdict.VERDICT_NOT_ENROLLED);
    assertThat(hidden.getTokenId()).isEmpty();
    for (String institution : List.of(RunningServer.THEIRS, "no-such-cu")) {
      ListTokensRequest list = ListTokensRequest.newBuilder().setInstitution(institution).build();
      Told told = Told.by(() -> enrollment.listTokens(list));
      assertThat(told.code()).isEqualTo(Code.NOT_FOUND);
      assertThat(told.reason()).isEqualTo("INSTITUTION_NOT_FOUND");
      KeyPair pair = Device.keyPair();
      CreateTokenRequest create =
          Device.request(pair, id()).toBuilder().setInstitution(institution).build();
      assertThat(Told.by(() -> provisioning.createToken(create)).reason())
          .isEqualTo("INSTITUTION_NOT_FOUND");
    }
  }

  @Test
  void helpDesk_tokenThatIsNotThere_isNotFound() {
    SuspendTokenRequest suspend =
        SuspendTokenRequest.newBuilder()
            .setRequestId(id())
            .setTokenId("NONE00000000")
            .setReason("lost")
            .build();
    Told told = Told.by(() -> helpDesk.suspendToken(suspend));
    assertThat(told.code()).isEqualTo(Code.NOT_FOUND);
    assertThat(told.reason()).isEqualTo("TOKEN_NOT_FOUND");
    GetTokenRequest get = GetTokenRequest.newBuilder().setTokenId("NONE00000000").build();
    assertThat(Told.by(() -> helpDesk.getToken(get)).reason()).isEqualTo("TOKEN_NOT_FOUND");
  }

  @Test
  void suspend_thenResume_refusesCodesBetween() throws Exception {
    assertThat(suspend()).isNotEmpty();
    assertThat(verify(device.code(Device.stepNow() + 1)).getVerdict())
        .isEqualTo(Verdict.VERDICT_SUSPENDED);
    Told twice = Told.by(this::suspend);
    assertThat(twice.code()).isEqualTo(Code.FAILED_PRECONDITION);
    assertThat(twice.reason()).isEqualTo("TOKEN_SUSPENDED");
    assertThat(Told.by(() -> temporaryCode(1, 1)).reason()).isEqualTo("TOKEN_SUSPENDED");
    resume();
    assertThat(Told.by(this::resume).reason()).isEqualTo("TOKEN_NOT_SUSPENDED");
    UnlockTokenRequest unlock =
        UnlockTokenRequest.newBuilder()
            .setRequestId(id())
            .setTokenId(device.tokenId())
            .setReason("x")
            .build();
    assertThat(Told.by(() -> helpDesk.unlockToken(unlock)).reason()).isEqualTo("TOKEN_NOT_LOCKED");
    assertThat(verify(device.code(Device.stepNow() + 1)).getVerdict())
        .isEqualTo(Verdict.VERDICT_ACCEPTED);
  }

  private void resume() {
    var unused =
        helpDesk.resumeToken(
            ResumeTokenRequest.newBuilder()
                .setRequestId(id())
                .setTokenId(device.tokenId())
                .setReason("found")
                .build());
  }

  private IssueTemporaryCodeResponse temporaryCode(int uses, int days) {
    return helpDesk.issueTemporaryCode(
        IssueTemporaryCodeRequest.newBuilder()
            .setRequestId(id())
            .setTokenId(device.tokenId())
            .setReason("left at home")
            .setUses(uses)
            .setDays(days)
            .build());
  }

  @Test
  void temporaryCode_isAcceptedAsOftenAsItSays() {
    IssueTemporaryCodeResponse issued = temporaryCode(2, 3);
    assertThat(issued.getCode()).matches("[0-9]{10}");
    assertThat(issued.getUses()).isEqualTo(2);
    assertThat(issued.getExpireTime().getSeconds())
        .isCloseTo(
            Instant.now().getEpochSecond() + 3 * 86_400, org.assertj.core.data.Offset.offset(60L));
    assertThat(get().getTemporaryCodeUsesRemaining()).isEqualTo(2);
    assertThat(verify(issued.getCode()).getVerdict()).isEqualTo(Verdict.VERDICT_ACCEPTED);
    assertThat(verify(issued.getCode()).getVerdict()).isEqualTo(Verdict.VERDICT_ACCEPTED);
    assertThat(verify(issued.getCode()).getVerdict()).isEqualTo(Verdict.VERDICT_WRONG_CODE);
    assertThat(get().getTemporaryCodeExpireTime()).isEqualTo(Timestamp.getDefaultInstance());
  }

  @Test
  void temporaryCode_beyondThePolicy_isRefused() {
    Told told = Told.by(() -> temporaryCode(6, 8));
    assertThat(told.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(told.violations())
        .containsExactly("uses: must be 1 to 5, or 0 for 1", "days: must be 1 to 7, or 0 for 1");
  }

  @Test
  void retire_endsTheTokenForGood() throws Exception {
    RetireTokenRequest retire =
        RetireTokenRequest.newBuilder()
            .setRequestId(id())
            .setTokenId(device.tokenId())
            .setReason("broken")
            .build();
    String event = helpDesk.retireToken(retire).getEventId();
    assertThat(helpDesk.retireToken(retire).getEventId()).isEqualTo(event);
    assertThat(get().getStatus()).isEqualTo(TokenStatus.TOKEN_STATUS_RETIRED);
    assertThat(verify(device.code(Device.stepNow() + 1)).getVerdict())
        .isEqualTo(Verdict.VERDICT_NOT_ENROLLED);
    assertThat(Told.by(this::suspend).reason()).isEqualTo("TOKEN_RETIRED");
    RetireTokenRequest again = retire.toBuilder().setRequestId(id()).build();
    assertThat(Told.by(() -> helpDesk.retireToken(again)).reason()).isEqualTo("TOKEN_RETIRED");
  }

  @Test
  void replace_movesTheSubscriberAndSuspendsTheOldToken() throws Exception {
    Device second = Device.create(provisioning, id());
    assertThat(enroll(subscriber, second, Device.stepNow()))
        .isEqualTo(Verdict.VERDICT_SUBSCRIBER_HAS_TOKEN);
    ReplaceRequest replace =
        ReplaceRequest.newBuilder()
            .setRequestId(id())
            .setSubscriber(subscriber)
            .setNewTokenId(second.tokenId())
            .setCode(second.code(Device.stepNow()))
            .build();
    assertThat(enrollment.replace(replace).getVerdict()).isEqualTo(Verdict.VERDICT_ACCEPTED);
    assertThat(get().getStatus()).isEqualTo(TokenStatus.TOKEN_STATUS_SUSPENDED);
    assertThat(get().getSubscriberId()).isEmpty();
    assertThat(verify(second.code(Device.stepNow() + 1)).getTokenId()).isEqualTo(second.tokenId());
  }

  @Test
  void resynchronize_farOffClock_isFoundByTwoCodes() throws Exception {
    long far = Device.stepNow() + 60;
    assertThat(verify(device.code(far)).getVerdict()).isEqualTo(Verdict.VERDICT_WRONG_CODE);
    var found =
        enrollment.resynchronize(
            ResynchronizeRequest.newBuilder()
                .setRequestId(id())
                .setSubject(bySubscriber())
                .setFirstCode(device.code(far))
                .setSecondCode(device.code(far + 1))
                .build());
    assertThat(found.getVerdict()).isEqualTo(Verdict.VERDICT_ACCEPTED);
    assertThat(found.getDriftSteps()).isBetween(60, 61);
    assertThat(get().getDriftSteps()).isEqualTo(found.getDriftSteps());
    assertThat(verify(device.code(far + 2)).getVerdict()).isEqualTo(Verdict.VERDICT_ACCEPTED);
  }

  @Test
  void unenroll_freesTheToken() throws Exception {
    UnenrollRequest unenroll =
        UnenrollRequest.newBuilder()
            .setRequestId(id())
            .setSubject(bySubscriber())
            .setReason("account closed")
            .build();
    assertThat(enrollment.unenroll(unenroll).getVerdict()).isEqualTo(Verdict.VERDICT_ACCEPTED);
    assertThat(get().getStatus()).isEqualTo(TokenStatus.TOKEN_STATUS_AVAILABLE);
    UnenrollRequest again = unenroll.toBuilder().setRequestId(id()).build();
    assertThat(enrollment.unenroll(again).getVerdict()).isEqualTo(Verdict.VERDICT_NOT_ENROLLED);
    assertThat(enroll(subscriber, device, Device.stepNow() + 2))
        .isEqualTo(Verdict.VERDICT_ACCEPTED);
    assertThat(enroll(someone(), device, Device.stepNow() + 3))
        .isEqualTo(Verdict.VERDICT_ALREADY_ENROLLED);
  }

  @Test
  void createToken_repeated_givesTheSameTokenAndSeed() throws Exception {
    KeyPair pair = Device.keyPair();
    CreateTokenRequest request = Device.request(pair, id());
    var first = provisioning.createToken(request);
    assertThat(first.getTokenId()).matches("VSST[0-9]{8}");
    assertThat(provisioning.createToken(request)).isEqualTo(first);
    assertThat(Device.unwrap(pair, first.getWrappedSeed())).hasSize(20);
  }

  @Test
  void createToken_keyThatIsNone_isRefusedByTheHsm() throws Exception {
    CreateTokenRequest request =
        Device.request(Device.keyPair(), id()).toBuilder()
            .setDevicePublicKey(ByteString.copyFrom(new byte[294]))
            .build();
    Told told = Told.by(() -> provisioning.createToken(request));
    assertThat(told.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(told.reason()).isEqualTo("KEY_REFUSED");
    assertThat(told.violations()).singleElement().asString().startsWith("device_public_key: ");
  }

  @Test
  void listTokens_page_by_page_seesEachTokenOnce() throws Exception {
    var unused = Device.create(provisioning, id());
    ListTokensRequest first =
        ListTokensRequest.newBuilder().setInstitution(RunningServer.OURS).setPageSize(1).build();
    List<String> seen = new ArrayList<>();
    ListTokensResponse page = enrollment.listTokens(first);
    page.getTokensList().forEach(token -> seen.add(token.getTokenId()));
    while (!page.getNextPageToken().isEmpty()) {
      page = enrollment.listTokens(first.toBuilder().setPageToken(page.getNextPageToken()).build());
      assertThat(page.getTokensCount()).isEqualTo(1);
      page.getTokensList().forEach(token -> seen.add(token.getTokenId()));
    }
    assertThat(seen).contains(device.tokenId()).doesNotHaveDuplicates().isSorted();
    ListTokensRequest own = first.toBuilder().setSubscriberId(subscriber.getSubscriberId()).build();
    assertThat(enrollment.listTokens(own).getTokensList())
        .singleElement()
        .satisfies(token -> assertThat(token.getTokenId()).isEqualTo(device.tokenId()));
  }

  @Test
  void call_leavesOneLogLineWithoutItsCode() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("org.kagiban.requests");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(log);
    try {
      String code = device.code(Device.stepNow() + 1);
      VerifyRequest request = request(bySubscriber(), code);
      var unused = verification.verify(request);
      Awaitility.await().until(() -> !log.list.isEmpty());
      assertThat(log.list).hasSize(1);
      String line = log.list.get(0).getFormattedMessage() + log.list.get(0).getKeyValuePairs();
      assertThat(line)
          .contains("caller=\"internet-banking\"")
          .contains("method=\"kagiban.v1.VerificationService/Verify\"")
          .contains("request=\"" + request.getRequestId() + "\"")
          .contains("verdict=\"ACCEPTED\"")
          .contains("status=\"OK\"")
          .contains("millis=")
          .doesNotContain(code);
    } finally {
      logger.detachAppender(log);
      logger.setLevel(null);
    }
  }
}
