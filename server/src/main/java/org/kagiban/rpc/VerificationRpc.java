package org.kagiban.rpc;

import io.grpc.stub.StreamObserver;
import org.kagiban.token.TokenId;
import org.kagiban.v1.VerificationServiceGrpc;
import org.kagiban.v1.VerifyRequest;
import org.kagiban.v1.VerifyResponse;
import org.kagiban.verification.Answer;
import org.kagiban.verification.Purpose;
import org.kagiban.verification.RequestDigester;
import org.kagiban.verification.RequestIdentity;
import org.kagiban.verification.Subject;
import org.kagiban.verification.Verifier;

/** VerificationService. */
final class VerificationRpc extends VerificationServiceGrpc.VerificationServiceImplBase {
  private final Verifier verifier;
  private final RequestDigester digester;

  VerificationRpc(Verifier verifier, RequestDigester digester) {
    this.verifier = verifier;
    this.digester = digester;
  }

  @Override
  public void verify(VerifyRequest request, StreamObserver<VerifyResponse> observer) {
    CallRecord call = CallRecord.current();
    Fields fields = new Fields();
    Subject subject = fields.subject(request.getSubject());
    String code = fields.anyCode("code", request.getCode());
    Purpose purpose = fields.purpose(request.getPurpose());
    RequestIdentity identity = fields.identity(digester, request.getRequestId(), request);
    Reply.with(
        observer,
        verifier.verify(call.caller(), identity, subject, code, purpose),
        answer -> response(answer, call));
  }

  private static VerifyResponse response(Answer answer, CallRecord call) {
    VerifyResponse.Builder out =
        VerifyResponse.newBuilder()
            .setVerdict(Verdicts.write(answer, call))
            .setEventId(answer.event().toString());
    TokenId token = answer.token();
    if (token != null) {
      out.setTokenId(token.value());
    }
    Verdicts.numbers(answer, out::setAttemptsRemaining, out::setWaitSeconds, out::setDriftSteps);
    return out.build();
  }
}
