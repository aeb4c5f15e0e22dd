package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
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
import org.kagiban.v1.GetTokenRequest;
import org.kagiban.v1.ListTokensRequest;
import org.kagiban.v1.ListTokensResponse;
import org.kagiban.v1.ReplaceRequest;
import org.kagiban.v1.ResynchronizeRequest;
import org.kagiban.v1.RetireTokenRequest;
import org.kagiban.v1.SuspendTokenRequest;
import org.kagiban.v1.TokenStatus;
import org.kagiban.v1.UnenrollRequest;
import org.kagiban.v1.UnlockTokenRequest;
import org.kagiban.v1.Verdict;

/** Tokens and what the bank's people do to them, against SoftHSM and SQLite, over TLS. */
@ExtendWith(HsmContract.class)
class TokenLifeTest {
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
  void helpDesk_tokenThatIsNotThere_isNotFound() {
    SuspendTokenRequest suspend =
        SuspendTokenRequest.newBuilder()
            .setRequestId(Branch.id())
            .setTokenId("NONE00000000")
            .setReason("lost")
            .build();
    Told told = Told.by(() -> branch.helpDesk.suspendToken(suspend));
    assertThat(told.code()).isEqualTo(Code.NOT_FOUND);
    assertThat(told.reason()).isEqualTo("TOKEN_NOT_FOUND");
    GetTokenRequest get = GetTokenRequest.newBuilder().setTokenId("NONE00000000").build();
    assertThat(Told.by(() -> branch.helpDesk.getToken(get)).reason()).isEqualTo("TOKEN_NOT_FOUND");
  }

  @Test
  void suspend_thenResume_refusesCodesBetween() throws Exception {
    assertThat(branch.suspend()).isNotEmpty();
    assertThat(branch.verify(branch.device.code(Device.stepNow() + 1)).getVerdict())
        .isEqualTo(Verdict.VERDICT_SUSPENDED);
    Told twice = Told.by(branch::suspend);
    assertThat(twice.code()).isEqualTo(Code.FAILED_PRECONDITION);
    assertThat(twice.reason()).isEqualTo("TOKEN_SUSPENDED");
    assertThat(Told.by(() -> branch.temporaryCode(1, 1)).reason()).isEqualTo("TOKEN_SUSPENDED");
    branch.resume();
    assertThat(Told.by(branch::resume).reason()).isEqualTo("TOKEN_NOT_SUSPENDED");
    UnlockTokenRequest unlock =
        UnlockTokenRequest.newBuilder()
            .setRequestId(Branch.id())
            .setTokenId(branch.device.tokenId())
            .setReason("x")
            .build();
    assertThat(Told.by(() -> branch.helpDesk.unlockToken(unlock)).reason())
        .isEqualTo("TOKEN_NOT_LOCKED");
    assertThat(branch.verify(branch.device.code(Device.stepNow() + 1)).getVerdict())
        .isEqualTo(Verdict.VERDICT_ACCEPTED);
  }

  @Test
  void retire_endsTheTokenForGood() throws Exception {
    RetireTokenRequest retire =
        RetireTokenRequest.newBuilder()
            .setRequestId(Branch.id())
            .setTokenId(branch.device.tokenId())
            .setReason("broken")
            .build();
    String event = branch.helpDesk.retireToken(retire).getEventId();
    assertThat(branch.helpDesk.retireToken(retire).getEventId()).isEqualTo(event);
    assertThat(branch.get().getStatus()).isEqualTo(TokenStatus.TOKEN_STATUS_RETIRED);
    assertThat(branch.verify(branch.device.code(Device.stepNow() + 1)).getVerdict())
        .isEqualTo(Verdict.VERDICT_NOT_ENROLLED);
    assertThat(Told.by(branch::suspend).reason()).isEqualTo("TOKEN_RETIRED");
    RetireTokenRequest again = retire.toBuilder().setRequestId(Branch.id()).build();
    assertThat(Told.by(() -> branch.helpDesk.retireToken(again)).reason())
        .isEqualTo("TOKEN_RETIRED");
  }

  @Test
  void replace_movesTheSubscriberAndSuspendsTheOldToken() throws Exception {
    Device second = Device.create(branch.provisioning, Branch.id());
    assertThat(branch.enroll(branch.subscriber, second, Device.stepNow()))
        .isEqualTo(Verdict.VERDICT_SUBSCRIBER_HAS_TOKEN);
    ReplaceRequest replace =
        ReplaceRequest.newBuilder()
            .setRequestId(Branch.id())
            .setSubscriber(branch.subscriber)
            .setNewTokenId(second.tokenId())
            .setCode(second.code(Device.stepNow()))
            .build();
    assertThat(branch.enrollment.replace(replace).getVerdict()).isEqualTo(Verdict.VERDICT_ACCEPTED);
    assertThat(branch.get().getStatus()).isEqualTo(TokenStatus.TOKEN_STATUS_SUSPENDED);
    assertThat(branch.get().getSubscriberId()).isEmpty();
    assertThat(branch.verify(second.code(Device.stepNow() + 1)).getTokenId())
        .isEqualTo(second.tokenId());
  }

  @Test
  void resynchronize_farOffClock_isFoundByTwoCodes() throws Exception {
    long far = Device.stepNow() + 60;
    assertThat(branch.verify(branch.device.code(far)).getVerdict())
        .isEqualTo(Verdict.VERDICT_WRONG_CODE);
    var found =
        branch.enrollment.resynchronize(
            ResynchronizeRequest.newBuilder()
                .setRequestId(Branch.id())
                .setSubject(branch.bySubscriber())
                .setFirstCode(branch.device.code(far))
                .setSecondCode(branch.device.code(far + 1))
                .build());
    assertThat(found.getVerdict()).isEqualTo(Verdict.VERDICT_ACCEPTED);
    assertThat(found.getDriftSteps()).isBetween(60, 61);
    assertThat(branch.get().getDriftSteps()).isEqualTo(found.getDriftSteps());
    assertThat(branch.verify(branch.device.code(far + 2)).getVerdict())
        .isEqualTo(Verdict.VERDICT_ACCEPTED);
  }

  @Test
  void unenroll_freesTheToken() throws Exception {
    UnenrollRequest unenroll =
        UnenrollRequest.newBuilder()
            .setRequestId(Branch.id())
            .setSubject(branch.bySubscriber())
            .setReason("account closed")
            .build();
    assertThat(branch.enrollment.unenroll(unenroll).getVerdict())
        .isEqualTo(Verdict.VERDICT_ACCEPTED);
    assertThat(branch.get().getStatus()).isEqualTo(TokenStatus.TOKEN_STATUS_AVAILABLE);
    UnenrollRequest again = unenroll.toBuilder().setRequestId(Branch.id()).build();
    assertThat(branch.enrollment.unenroll(again).getVerdict())
        .isEqualTo(Verdict.VERDICT_NOT_ENROLLED);
    assertThat(branch.enroll(branch.subscriber, branch.device, Device.stepNow() + 2))
        .isEqualTo(Verdict.VERDICT_ACCEPTED);
    assertThat(branch.enroll(Branch.someone(), branch.device, Device.stepNow() + 3))
        .isEqualTo(Verdict.VERDICT_ALREADY_ENROLLED);
  }

  @Test
  void createToken_repeated_givesTheSameTokenAndSeed() throws Exception {
    KeyPair pair = Device.keyPair();
    CreateTokenRequest request = Device.request(pair, Branch.id());
    var first = branch.provisioning.createToken(request);
    assertThat(first.getTokenId()).matches("VSST[0-9]{8}");
    assertThat(branch.provisioning.createToken(request)).isEqualTo(first);
    assertThat(Device.unwrap(pair, first.getWrappedSeed())).hasSize(20);
  }

  @Test
  void createToken_keyThatIsNone_isRefusedByTheHsm() throws Exception {
    CreateTokenRequest request =
        Device.request(Device.keyPair(), Branch.id()).toBuilder()
            .setDevicePublicKey(ByteString.copyFrom(new byte[294]))
            .build();
    Told told = Told.by(() -> branch.provisioning.createToken(request));
    assertThat(told.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(told.reason()).isEqualTo("KEY_REFUSED");
    assertThat(told.violations()).singleElement().asString().startsWith("device_public_key: ");
  }

  @Test
  void listTokens_page_by_page_seesEachTokenOnce() throws Exception {
    var unused = Device.create(branch.provisioning, Branch.id());
    ListTokensRequest first =
        ListTokensRequest.newBuilder().setInstitution(RunningServer.OURS).setPageSize(1).build();
    List<String> seen = new ArrayList<>();
    ListTokensResponse page = branch.enrollment.listTokens(first);
    page.getTokensList().forEach(token -> seen.add(token.getTokenId()));
    while (!page.getNextPageToken().isEmpty()) {
      page =
          branch.enrollment.listTokens(
              first.toBuilder().setPageToken(page.getNextPageToken()).build());
      assertThat(page.getTokensCount()).isEqualTo(1);
      page.getTokensList().forEach(token -> seen.add(token.getTokenId()));
    }
    assertThat(seen).contains(branch.device.tokenId()).doesNotHaveDuplicates().isSorted();
    ListTokensRequest own =
        first.toBuilder().setSubscriberId(branch.subscriber.getSubscriberId()).build();
    assertThat(branch.enrollment.listTokens(own).getTokensList())
        .singleElement()
        .satisfies(token -> assertThat(token.getTokenId()).isEqualTo(branch.device.tokenId()));
  }
}
