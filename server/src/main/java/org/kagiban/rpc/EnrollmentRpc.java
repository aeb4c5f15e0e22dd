package org.kagiban.rpc;

import io.grpc.stub.StreamObserver;
import org.kagiban.enrollment.Codes;
import org.kagiban.enrollment.Enrollment;
import org.kagiban.token.Subscriber;
import org.kagiban.token.TokenId;
import org.kagiban.v1.EnrollRequest;
import org.kagiban.v1.EnrollResponse;
import org.kagiban.v1.EnrollmentServiceGrpc;
import org.kagiban.v1.ListTokensRequest;
import org.kagiban.v1.ListTokensResponse;
import org.kagiban.v1.ReplaceRequest;
import org.kagiban.v1.ReplaceResponse;
import org.kagiban.v1.ResynchronizeRequest;
import org.kagiban.v1.ResynchronizeResponse;
import org.kagiban.v1.UnenrollRequest;
import org.kagiban.v1.UnenrollResponse;
import org.kagiban.verification.Answer;
import org.kagiban.verification.RequestDigester;
import org.kagiban.verification.RequestIdentity;
import org.kagiban.verification.Subject;

/** EnrollmentService. */
final class EnrollmentRpc extends EnrollmentServiceGrpc.EnrollmentServiceImplBase {
  private final Enrollment enrollment;
  private final TokenViews views;
  private final RequestDigester digester;

  EnrollmentRpc(Enrollment enrollment, TokenViews views, RequestDigester digester) {
    this.enrollment = enrollment;
    this.views = views;
    this.digester = digester;
  }

  @Override
  public void enroll(EnrollRequest request, StreamObserver<EnrollResponse> observer) {
    CallRecord call = CallRecord.current();
    Fields fields = new Fields();
    Subscriber subscriber = fields.subscriber("subscriber", request.getSubscriber());
    TokenId token = fields.tokenId("token_id", request.getTokenId());
    Codes codes = fields.codes(request.getCode(), request.getSecondCode());
    RequestIdentity identity = fields.identity(digester, request.getRequestId(), request);
    Reply.with(
        observer,
        enrollment.enroll(call.caller(), identity, subscriber, token, codes),
        answer -> enrolled(answer, call));
  }

  @Override
  public void resynchronize(
      ResynchronizeRequest request, StreamObserver<ResynchronizeResponse> observer) {
    CallRecord call = CallRecord.current();
    Fields fields = new Fields();
    Subject subject = fields.subject(request.getSubject());
    Codes codes = fields.twoCodes(request.getFirstCode(), request.getSecondCode());
    RequestIdentity identity = fields.identity(digester, request.getRequestId(), request);
    Reply.with(
        observer,
        enrollment.resynchronize(call.caller(), identity, subject, codes),
        answer -> resynchronized(answer, call));
  }

  @Override
  public void unenroll(UnenrollRequest request, StreamObserver<UnenrollResponse> observer) {
    CallRecord call = CallRecord.current();
    Fields fields = new Fields();
    Subject subject = fields.subject(request.getSubject());
    String reason = fields.reason(request.getReason());
    RequestIdentity identity = fields.identity(digester, request.getRequestId(), request);
    Reply.with(
        observer,
        enrollment.unenroll(call.caller(), identity, subject, reason),
        answer ->
            UnenrollResponse.newBuilder()
                .setVerdict(Verdicts.write(answer, call))
                .setEventId(answer.event().toString())
                .build());
  }

  @Override
  public void replace(ReplaceRequest request, StreamObserver<ReplaceResponse> observer) {
    CallRecord call = CallRecord.current();
    Fields fields = new Fields();
    Subscriber subscriber = fields.subscriber("subscriber", request.getSubscriber());
    TokenId token = fields.tokenId("new_token_id", request.getNewTokenId());
    Codes codes = fields.codes(request.getCode(), request.getSecondCode());
    RequestIdentity identity = fields.identity(digester, request.getRequestId(), request);
    Reply.with(
        observer,
        enrollment.replace(call.caller(), identity, subscriber, token, codes),
        answer -> replaced(answer, call));
  }

  private static EnrollResponse enrolled(Answer answer, CallRecord call) {
    EnrollResponse.Builder out = EnrollResponse.newBuilder();
    out.setVerdict(Verdicts.write(answer, call)).setEventId(answer.event().toString());
    Verdicts.numbers(answer, out::setAttemptsRemaining, out::setWaitSeconds, out::setDriftSteps);
    return out.build();
  }

  private static ResynchronizeResponse resynchronized(Answer answer, CallRecord call) {
    ResynchronizeResponse.Builder out = ResynchronizeResponse.newBuilder();
    out.setVerdict(Verdicts.write(answer, call)).setEventId(answer.event().toString());
    Verdicts.numbers(answer, out::setAttemptsRemaining, out::setWaitSeconds, out::setDriftSteps);
    return out.build();
  }

  private static ReplaceResponse replaced(Answer answer, CallRecord call) {
    ReplaceResponse.Builder out = ReplaceResponse.newBuilder();
    out.setVerdict(Verdicts.write(answer, call)).setEventId(answer.event().toString());
    Verdicts.numbers(answer, out::setAttemptsRemaining, out::setWaitSeconds, out::setDriftSteps);
    return out.build();
  }

  @Override
  public void listTokens(ListTokensRequest request, StreamObserver<ListTokensResponse> observer) {
    views.list(request, observer);
  }
}
