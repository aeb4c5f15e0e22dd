package org.kagiban.rpc;

import com.google.protobuf.MessageLite;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import org.kagiban.enrollment.HelpDesk;
import org.kagiban.enrollment.Retirement;
import org.kagiban.token.TokenId;
import org.kagiban.v1.GetTokenRequest;
import org.kagiban.v1.GetTokenResponse;
import org.kagiban.v1.IssueTemporaryCodeRequest;
import org.kagiban.v1.IssueTemporaryCodeResponse;
import org.kagiban.v1.ResumeTokenRequest;
import org.kagiban.v1.ResumeTokenResponse;
import org.kagiban.v1.RetireTokenRequest;
import org.kagiban.v1.RetireTokenResponse;
import org.kagiban.v1.SuspendTokenRequest;
import org.kagiban.v1.SuspendTokenResponse;
import org.kagiban.v1.TokenServiceGrpc;
import org.kagiban.v1.UnlockTokenRequest;
import org.kagiban.v1.UnlockTokenResponse;
import org.kagiban.verification.Answer;
import org.kagiban.verification.Caller;
import org.kagiban.verification.RequestDigester;
import org.kagiban.verification.RequestIdentity;

/** TokenService. */
final class TokenRpc extends TokenServiceGrpc.TokenServiceImplBase {
  private final HelpDesk helpDesk;
  private final Retirement retirement;
  private final TemporaryCodeCall temporaryCodes;
  private final TokenViews views;
  private final RequestDigester digester;

  TokenRpc(
      HelpDesk helpDesk,
      Retirement retirement,
      TemporaryCodeCall temporaryCodes,
      TokenViews views,
      RequestDigester digester) {
    this.helpDesk = helpDesk;
    this.retirement = retirement;
    this.temporaryCodes = temporaryCodes;
    this.views = views;
    this.digester = digester;
  }

  @Override
  public void getToken(GetTokenRequest request, StreamObserver<GetTokenResponse> observer) {
    views.get(request, observer);
  }

  @Override
  public void suspendToken(
      SuspendTokenRequest request, StreamObserver<SuspendTokenResponse> observer) {
    Step step = step(request.getTokenId(), request.getReason(), request.getRequestId(), request);
    Reply.with(
        observer,
        step.run(helpDesk::suspend),
        answer ->
            SuspendTokenResponse.newBuilder()
                .setEventId(step.done(answer, "TOKEN_SUSPENDED", "the token is suspended already"))
                .build());
  }

  @Override
  public void resumeToken(
      ResumeTokenRequest request, StreamObserver<ResumeTokenResponse> observer) {
    Step step = step(request.getTokenId(), request.getReason(), request.getRequestId(), request);
    Reply.with(
        observer,
        step.run(helpDesk::resume),
        answer ->
            ResumeTokenResponse.newBuilder()
                .setEventId(
                    step.done(
                        answer, "TOKEN_NOT_SUSPENDED", "the token is not suspended; leave it"))
                .build());
  }

  @Override
  public void unlockToken(
      UnlockTokenRequest request, StreamObserver<UnlockTokenResponse> observer) {
    Step step = step(request.getTokenId(), request.getReason(), request.getRequestId(), request);
    Reply.with(
        observer,
        step.run(helpDesk::unlock),
        answer ->
            UnlockTokenResponse.newBuilder()
                .setEventId(
                    step.done(answer, "TOKEN_NOT_LOCKED", "the token has no wrong codes to forget"))
                .build());
  }

  @Override
  public void retireToken(
      RetireTokenRequest request, StreamObserver<RetireTokenResponse> observer) {
    Step step = step(request.getTokenId(), request.getReason(), request.getRequestId(), request);
    Reply.with(
        observer,
        step.run(retirement::retire),
        answer ->
            RetireTokenResponse.newBuilder()
                .setEventId(step.done(answer, "TOKEN_RETIRED", "the token is retired already"))
                .build());
  }

  @Override
  public void issueTemporaryCode(
      IssueTemporaryCodeRequest request, StreamObserver<IssueTemporaryCodeResponse> observer) {
    Step step = step(request.getTokenId(), request.getReason(), request.getRequestId(), request);
    temporaryCodes.issue(step, request, observer);
  }

  private Step step(String tokenId, String reason, String requestId, MessageLite request) {
    Fields fields = new Fields();
    TokenId token = fields.tokenId("token_id", tokenId);
    String why = fields.reason(reason);
    RequestIdentity identity = fields.identity(digester, requestId, request);
    return new Step(CallRecord.current(), identity, token, why);
  }

  /** One step of an operator. */
  record Step(CallRecord call, RequestIdentity identity, TokenId token, String reason) {
    CompletableFuture<Answer> run(Action action) {
      return action.run(call.caller(), identity, token, reason);
    }

    /** The event's id; a fault where the step was not done. */
    String done(Answer answer, String nothingToDo, String message) {
      Verdicts.requireDone(answer, call, nothingToDo, message);
      return answer.event().toString();
    }
  }

  /** What the domain does. */
  @FunctionalInterface
  interface Action {
    CompletableFuture<Answer> run(
        Caller caller, RequestIdentity request, TokenId token, String reason);
  }
}
