package org.kagiban.rpc;

import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import org.kagiban.enrollment.TemporaryCodes;
import org.kagiban.token.Token;
import org.kagiban.token.TokenPolicy;
import org.kagiban.v1.IssueTemporaryCodeRequest;
import org.kagiban.v1.IssueTemporaryCodeResponse;
import org.kagiban.verification.Policies;

/** IssueTemporaryCode: its limits are the policy of the token's institution. */
final class TemporaryCodeCall {
  private final TemporaryCodes codes;
  private final TokenViews views;
  private final Policies policies;

  TemporaryCodeCall(TemporaryCodes codes, TokenViews views, Policies policies) {
    this.codes = codes;
    this.views = views;
    this.policies = policies;
  }

  void issue(
      TokenRpc.Step step,
      IssueTemporaryCodeRequest request,
      StreamObserver<IssueTemporaryCodeResponse> observer) {
    Reply.with(
        observer,
        views.seen(step.call(), step.token()).thenCompose(token -> issue(step, request, token)),
        issued ->
            IssueTemporaryCodeResponse.newBuilder()
                .setEventId(step.done(issued.answer(), "TOKEN_NOT_ENROLLED", "enrol it first"))
                .setCode(issued.code())
                .setUses(issued.uses())
                .setExpireTime(TokenMapping.timestamp(issued.expiresAt()))
                .build());
  }

  private CompletableFuture<TemporaryCodes.Issued> issue(
      TokenRpc.Step step, IssueTemporaryCodeRequest request, Token token) {
    TokenPolicy policy = policies.of(token.institution());
    Fields fields = new Fields();
    int uses = fields.number("uses", request.getUses(), policy.temporaryCodeUses(), 1);
    int days = fields.number("days", request.getDays(), policy.temporaryCodeDays(), 1);
    fields.done();
    return codes.issue(
        step.call().caller(), step.identity(), step.token(), step.reason(), uses, days);
  }
}
