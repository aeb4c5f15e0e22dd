package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Channel;
import java.util.UUID;
import org.kagiban.demo.DevCaller;
import org.kagiban.v1.EnrollRequest;
import org.kagiban.v1.EnrollmentServiceGrpc;
import org.kagiban.v1.EnrollmentServiceGrpc.EnrollmentServiceBlockingStub;
import org.kagiban.v1.GetTokenRequest;
import org.kagiban.v1.IssueTemporaryCodeRequest;
import org.kagiban.v1.IssueTemporaryCodeResponse;
import org.kagiban.v1.ProvisioningServiceGrpc;
import org.kagiban.v1.ProvisioningServiceGrpc.ProvisioningServiceBlockingStub;
import org.kagiban.v1.Purpose;
import org.kagiban.v1.ResumeTokenRequest;
import org.kagiban.v1.Subject;
import org.kagiban.v1.Subscriber;
import org.kagiban.v1.SuspendTokenRequest;
import org.kagiban.v1.Token;
import org.kagiban.v1.TokenServiceGrpc;
import org.kagiban.v1.TokenServiceGrpc.TokenServiceBlockingStub;
import org.kagiban.v1.Verdict;
import org.kagiban.v1.VerificationServiceGrpc;
import org.kagiban.v1.VerificationServiceGrpc.VerificationServiceBlockingStub;
import org.kagiban.v1.VerifyRequest;
import org.kagiban.v1.VerifyResponse;

/** A bank's channel and its help desk at one server, and a customer with an enrolled token. */
final class Branch {
  private final RunningServer server;
  final Device device;
  final Subscriber subscriber;
  VerificationServiceBlockingStub verification;
  EnrollmentServiceBlockingStub enrollment;
  ProvisioningServiceBlockingStub provisioning;
  TokenServiceBlockingStub helpDesk;

  Branch(RunningServer server) throws Exception {
    this.server = server;
    connect();
    device = Device.create(provisioning, id());
    subscriber = someone();
    assertThat(enroll(subscriber, device, Device.stepNow())).isEqualTo(Verdict.VERDICT_ACCEPTED);
  }

  /** Also after a restart. */
  final void connect() throws Exception {
    Channel channel = server.as(DevCaller.INTERNET_BANKING);
    verification = VerificationServiceGrpc.newBlockingStub(channel);
    enrollment = EnrollmentServiceGrpc.newBlockingStub(channel);
    provisioning = ProvisioningServiceGrpc.newBlockingStub(channel);
    helpDesk = TokenServiceGrpc.newBlockingStub(server.as(DevCaller.HELP_DESK));
  }

  static String id() {
    return UUID.randomUUID().toString();
  }

  static Subscriber someone() {
    return Subscriber.newBuilder()
        .setInstitution(RunningServer.OURS)
        .setSubscriberId("契約-" + id())
        .build();
  }

  Verdict enroll(Subscriber whose, Device with, long step) throws Exception {
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

  Subject bySubscriber() {
    return Subject.newBuilder().setSubscriber(subscriber).build();
  }

  VerifyRequest request(Subject subject, String code) {
    return VerifyRequest.newBuilder()
        .setRequestId(id())
        .setSubject(subject)
        .setCode(code)
        .setPurpose(Purpose.PURPOSE_TRANSFER)
        .build();
  }

  VerifyResponse verify(String code) {
    return verification.verify(request(bySubscriber(), code));
  }

  Token get() {
    return helpDesk
        .getToken(GetTokenRequest.newBuilder().setTokenId(device.tokenId()).build())
        .getToken();
  }

  String suspend() {
    return helpDesk
        .suspendToken(
            SuspendTokenRequest.newBuilder()
                .setRequestId(id())
                .setTokenId(device.tokenId())
                .setReason("lost")
                .build())
        .getEventId();
  }

  void resume() {
    var unused =
        helpDesk.resumeToken(
            ResumeTokenRequest.newBuilder()
                .setRequestId(id())
                .setTokenId(device.tokenId())
                .setReason("found")
                .build());
  }

  IssueTemporaryCodeResponse temporaryCode(int uses, int days) {
    return helpDesk.issueTemporaryCode(
        IssueTemporaryCodeRequest.newBuilder()
            .setRequestId(id())
            .setTokenId(device.tokenId())
            .setReason("left at home")
            .setUses(uses)
            .setDays(days)
            .build());
  }
}
