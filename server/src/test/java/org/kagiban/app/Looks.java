package org.kagiban.app;

import com.google.protobuf.Message;
import io.grpc.Channel;
import java.util.ArrayList;
import java.util.List;
import org.kagiban.demo.DevCaller;
import org.kagiban.v1.CreateTokenRequest;
import org.kagiban.v1.EnrollRequest;
import org.kagiban.v1.EnrollmentServiceGrpc;
import org.kagiban.v1.EnrollmentServiceGrpc.EnrollmentServiceBlockingStub;
import org.kagiban.v1.GetTokenRequest;
import org.kagiban.v1.IssueTemporaryCodeRequest;
import org.kagiban.v1.ListTokensRequest;
import org.kagiban.v1.ProvisioningServiceGrpc;
import org.kagiban.v1.Purpose;
import org.kagiban.v1.ReplaceRequest;
import org.kagiban.v1.ResumeTokenRequest;
import org.kagiban.v1.ResynchronizeRequest;
import org.kagiban.v1.RetireTokenRequest;
import org.kagiban.v1.Subject;
import org.kagiban.v1.Subscriber;
import org.kagiban.v1.SuspendTokenRequest;
import org.kagiban.v1.TokenServiceGrpc;
import org.kagiban.v1.TokenServiceGrpc.TokenServiceBlockingStub;
import org.kagiban.v1.Transaction;
import org.kagiban.v1.TransactionField;
import org.kagiban.v1.UnenrollRequest;
import org.kagiban.v1.UnlockTokenRequest;
import org.kagiban.v1.VerificationServiceGrpc;
import org.kagiban.v1.VerifyRequest;
import org.kagiban.v1.VerifyTransactionRequest;

/** Each way to ask about a token, a subscriber or an institution, by each role that may. */
final class Looks {
  private static final List<DevCaller> DESKS =
      List.of(DevCaller.INTERNET_BANKING, DevCaller.HELP_DESK);
  private static final List<DevCaller> ALL =
      List.of(DevCaller.INTERNET_BANKING, DevCaller.HELP_DESK, DevCaller.AUDITOR);

  /** What is asked about. */
  enum By {
    TOKEN,
    SUBSCRIBER,
    INSTITUTION
  }

  /**
   * Whom a call asks about.
   *
   * @param code one that would be right for the token, if there is one
   */
  record Target(String tokenId, Subscriber subscriber, String code) {}

  /** Makes a call. */
  interface Ask {
    Message about(Channel channel, Target target) throws Exception;
  }

  /** One way to ask. */
  record Look(String method, By by, DevCaller caller, Ask ask) {
    @Override
    public String toString() {
      return method + " by " + by + " as " + caller;
    }
  }

  private final List<Look> all = new ArrayList<>();

  /**
   * @param ours a subscriber of the callers' own institution
   * @param ownToken a token of theirs that is nobody's
   */
  Looks(Subscriber ours, String ownToken) {
    verification();
    enrolling(ours, ownToken);
    moving();
    views();
    helpDesk();
  }

  List<Look> all() {
    return List.copyOf(all);
  }

  private void add(String method, By by, List<DevCaller> callers, Ask ask) {
    callers.forEach(caller -> all.add(new Look(method, by, caller, ask)));
  }

  private static EnrollmentServiceBlockingStub enrollment(Channel channel) {
    return EnrollmentServiceGrpc.newBlockingStub(channel);
  }

  private static Subject subject(By by, Target target) {
    return by == By.TOKEN
        ? Subject.newBuilder().setTokenId(target.tokenId).build()
        : Subject.newBuilder().setSubscriber(target.subscriber).build();
  }

  private void verification() {
    for (By by : List.of(By.TOKEN, By.SUBSCRIBER)) {
      add(
          "VerificationService/Verify",
          by,
          List.of(DevCaller.INTERNET_BANKING),
          (channel, target) ->
              VerificationServiceGrpc.newBlockingStub(channel)
                  .verify(
                      VerifyRequest.newBuilder()
                          .setRequestId(Branch.id())
                          .setSubject(subject(by, target))
                          .setCode(target.code)
                          .setPurpose(Purpose.PURPOSE_LOGIN)
                          .build()));
      add(
          "VerificationService/VerifyTransaction",
          by,
          List.of(DevCaller.INTERNET_BANKING),
          (channel, target) ->
              VerificationServiceGrpc.newBlockingStub(channel)
                  .verifyTransaction(
                      VerifyTransactionRequest.newBuilder()
                          .setRequestId(Branch.id())
                          .setSubject(subject(by, target))
                          .setCode(target.code)
                          .setTransaction(
                              Transaction.newBuilder()
                                  .addFields(
                                      TransactionField.newBuilder()
                                          .setName("amount")
                                          .setValue("50000 JPY")))
                          .build()));
    }
  }

  private void enrolling(Subscriber ours, String ownToken) {
    for (By by : List.of(By.TOKEN, By.SUBSCRIBER)) {
      add(
          "EnrollmentService/Enroll",
          by,
          List.of(DevCaller.INTERNET_BANKING),
          (channel, target) ->
              enrollment(channel)
                  .enroll(
                      EnrollRequest.newBuilder()
                          .setRequestId(Branch.id())
                          .setSubscriber(by == By.TOKEN ? ours : target.subscriber)
                          .setTokenId(by == By.TOKEN ? target.tokenId : ownToken)
                          .setCode(target.code)
                          .build()));
      add(
          "EnrollmentService/Replace",
          by,
          DESKS,
          (channel, target) ->
              enrollment(channel)
                  .replace(
                      ReplaceRequest.newBuilder()
                          .setRequestId(Branch.id())
                          .setSubscriber(by == By.TOKEN ? ours : target.subscriber)
                          .setNewTokenId(by == By.TOKEN ? target.tokenId : ownToken)
                          .setCode(target.code)
                          .build()));
    }
  }

  private void moving() {
    for (By by : List.of(By.TOKEN, By.SUBSCRIBER)) {
      add(
          "EnrollmentService/Resynchronize",
          by,
          List.of(DevCaller.INTERNET_BANKING),
          (channel, target) ->
              enrollment(channel)
                  .resynchronize(
                      ResynchronizeRequest.newBuilder()
                          .setRequestId(Branch.id())
                          .setSubject(subject(by, target))
                          .setFirstCode(target.code)
                          .setSecondCode(target.code)
                          .build()));
      add(
          "EnrollmentService/Unenroll",
          by,
          DESKS,
          (channel, target) ->
              enrollment(channel)
                  .unenroll(
                      UnenrollRequest.newBuilder()
                          .setRequestId(Branch.id())
                          .setSubject(subject(by, target))
                          .setReason("left")
                          .build()));
    }
  }

  private void views() {
    add(
        "EnrollmentService/ListTokens",
        By.SUBSCRIBER,
        ALL,
        (channel, target) ->
            enrollment(channel)
                .listTokens(
                    ListTokensRequest.newBuilder()
                        .setInstitution(target.subscriber.getInstitution())
                        .setSubscriberId(target.subscriber.getSubscriberId())
                        .build()));
    add(
        "EnrollmentService/ListTokens",
        By.INSTITUTION,
        ALL,
        (channel, target) ->
            enrollment(channel)
                .listTokens(
                    ListTokensRequest.newBuilder()
                        .setInstitution(target.subscriber.getInstitution())
                        .build()));
    add(
        "ProvisioningService/CreateToken",
        By.INSTITUTION,
        List.of(DevCaller.INTERNET_BANKING),
        (channel, target) ->
            ProvisioningServiceGrpc.newBlockingStub(channel)
                .createToken(
                    CreateTokenRequest.newBuilder(Device.request(Device.keyPair(), Branch.id()))
                        .setInstitution(target.subscriber.getInstitution())
                        .build()));
    add(
        "TokenService/GetToken",
        By.TOKEN,
        ALL,
        (channel, target) ->
            TokenServiceGrpc.newBlockingStub(channel)
                .getToken(GetTokenRequest.newBuilder().setTokenId(target.tokenId).build()));
  }

  private void helpDesk() {
    desk(
        "SuspendToken",
        (stub, id) -> stub.suspendToken(filled(SuspendTokenRequest.getDefaultInstance(), id)));
    desk(
        "ResumeToken",
        (stub, id) -> stub.resumeToken(filled(ResumeTokenRequest.getDefaultInstance(), id)));
    desk(
        "UnlockToken",
        (stub, id) -> stub.unlockToken(filled(UnlockTokenRequest.getDefaultInstance(), id)));
    desk(
        "RetireToken",
        (stub, id) -> stub.retireToken(filled(RetireTokenRequest.getDefaultInstance(), id)));
    // More uses than any policy allows by itself: the policy of whose token?
    desk(
        "IssueTemporaryCode",
        (stub, id) ->
            stub.issueTemporaryCode(
                filled(
                    IssueTemporaryCodeRequest.newBuilder().setUses(20).setDays(30).build(), id)));
  }

  private interface Step {
    Message with(TokenServiceBlockingStub stub, String tokenId);
  }

  private void desk(String call, Step step) {
    add(
        "TokenService/" + call,
        By.TOKEN,
        List.of(DevCaller.HELP_DESK),
        (channel, target) -> step.with(TokenServiceGrpc.newBlockingStub(channel), target.tokenId));
  }

  /** A help desk request: they all have these three fields. */
  @SuppressWarnings("unchecked") // a builder builds its own message
  private static <M extends Message> M filled(M rest, String tokenId) {
    var type = rest.getDescriptorForType();
    return (M)
        rest.toBuilder()
            .setField(type.findFieldByName("request_id"), Branch.id())
            .setField(type.findFieldByName("token_id"), tokenId)
            .setField(type.findFieldByName("reason"), "lost")
            .build();
  }
}
