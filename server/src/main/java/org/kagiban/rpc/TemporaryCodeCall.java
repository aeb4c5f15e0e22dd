package org.kagiban.rpc;

import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagiban.enrollment.TemporaryCodes;
import org.kagiban.token.Token;
import org.kagiban.token.TokenPolicy;
import org.kagiban.v1.IssueTemporaryCodeRequest;
import org.kagiban.v1.IssueTemporaryCodeResponse;
import org.kagiban.verification.Policies;
import org.kagiban.verification.TokenLedger;

/** IssueTemporaryCode: its limits are the policy of the token's institution. */
final class TemporaryCodeCall {
  private final TemporaryCodes codes;
  private final TokenLedger ledger;
  private final Policies policies;

  TemporaryCodeCall(TemporaryCodes codes, TokenLedger ledger, Policies policies) {
    this.codes = codes;
    this.ledger = ledger;
    this.policies = policies;
  }

  void issue(
      TokenRpc.Step step,
      IssueTemporaryCodeRequest request,
      StreamObserver<IssueTemporaryCodeResponse> observer) {
    Reply.with(
        observer,
        ledger.find(step.token()).thenCompose(token -> issue(step, request, policy(step, token))),
        issued ->
            IssueTemporaryCodeResponse.newBuilder()
                .setEventId(step.done(issued.answer(), "TOKEN_NOT_ENROLLED", "enrol it first"))
                .setCode(issued.code())
                .setUses(issued.uses())
                .setExpireTime(TokenMapping.timestamp(issued.expiresAt()))
                .build());
  }

  /** A token out of sight goes on, like one that is not there, to be refused and logged. */
  private TokenPolicy policy(TokenRpc.Step step, @Nullable Token token) {
    return token != null && step.call().caller().sees(token.institution())
        ? policies.of(token.institution())
        : TokenPolicy.DEFAULT;
  }

  private CompletableFuture<TemporaryCodes.Issued> issue(
      TokenRpc.Step step, IssueTemporaryCodeRequest request, TokenPolicy policy) {
    Fields fields = new Fields();
    int uses = fields.number("uses", request.getUses(), policy.temporaryCodeUses(), 1);
    int days = fields.number("days", request.getDays(), policy.temporaryCodeDays(), 1);
    fields.done();
    return codes.issue(
        step.call().caller(), step.identity(), step.token(), step.reason(), uses, days);
  }
}
