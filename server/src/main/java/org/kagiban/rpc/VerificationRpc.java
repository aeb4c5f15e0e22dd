package org.kagiban.rpc;

import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import org.kagiban.otp.Transaction;
import org.kagiban.token.TokenId;
import org.kagiban.token.Verdict;
import org.kagiban.v1.VerificationServiceGrpc;
import org.kagiban.v1.VerifyRequest;
import org.kagiban.v1.VerifyResponse;
import org.kagiban.v1.VerifyTransactionRequest;
import org.kagiban.v1.VerifyTransactionResponse;
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

  @Override
  public void verifyTransaction(
      VerifyTransactionRequest request, StreamObserver<VerifyTransactionResponse> observer) {
    CallRecord call = CallRecord.current();
    Fields fields = new Fields();
    Subject subject = fields.subject(request.getSubject());
    String code = fields.code("code", request.getCode());
    Transaction transaction = TransactionMapping.read(fields, request.getTransaction());
    RequestIdentity identity = fields.identity(digester, request.getRequestId(), request);
    Reply.with(
        observer,
        verifier.verifyTransaction(call.caller(), identity, subject, code, transaction),
        answer -> signed(answer, call));
  }

  private static VerifyTransactionResponse signed(Answer answer, CallRecord call) {
    if (answer.verdict() == Verdict.NOT_APPLICABLE) {
      call.verdict(answer.verdict());
      throw ApiFault.of(
          Code.FAILED_PRECONDITION,
          "TOKEN_CANNOT_SIGN",
          "an event-based token cannot sign a transaction; ask for a code with Verify");
    }
    VerifyTransactionResponse.Builder out =
        VerifyTransactionResponse.newBuilder()
            .setVerdict(Verdicts.write(answer, call))
            .setEventId(answer.event().toString());
    TokenId token = answer.token();
    if (token != null) {
      out.setTokenId(token.value());
    }
    Verdicts.numbers(answer, out::setAttemptsRemaining, out::setWaitSeconds, out::setDriftSteps);
    return out.build();
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
