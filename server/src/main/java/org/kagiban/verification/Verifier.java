package org.kagiban.verification;

import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.kagiban.otp.Transaction;
import org.kagiban.token.SignatureTransitions;
import org.kagiban.token.Token;
import org.kagiban.token.TokenPolicy;
import org.kagiban.token.TokenTransitions;
import org.kagiban.token.Transition;
import org.kagiban.token.Verdict;

/**
 * Says whether a code is right, once. Thread-safe and non-blocking.
 *
 * <p>Life of a request: find the token, let the HSM look for the code, then decide inside the
 * store's transaction on the token's row.
 */
public final class Verifier {
  private final TokenDirectory directory;
  private final CodeProver prover;
  private final Policies policies;
  private final TrustedClock clock;

  public Verifier(
      TokenDirectory directory, CodeProver prover, Policies policies, TrustedClock clock) {
    this.directory = directory;
    this.prover = prover;
    this.policies = policies;
    this.clock = clock;
  }

  /**
   * Checks a code.
   *
   * @param code 6 to 8 ASCII digits, or 10 for a temporary code
   * @return the answer, once it is on disk; exceptionally {@link UnavailableException}, {@link
   *     OverloadedException} or {@link RequestIdReusedException}
   */
  public CompletableFuture<Answer> verify(
      Caller caller, RequestIdentity request, Subject subject, String code, Purpose purpose) {
    return begin(caller, request, "verify", subject, code, c -> c.withPurpose(purpose));
  }

  /**
   * Checks a signature of a transaction. Temporary codes sign nothing.
   *
   * @param code 6 to 8 ASCII digits
   * @param transaction as the bank will execute it
   * @return as {@link #verify}; the verdict NOT_APPLICABLE for a token that cannot sign
   */
  public CompletableFuture<Answer> verifyTransaction(
      Caller caller,
      RequestIdentity request,
      Subject subject,
      String code,
      Transaction transaction) {
    byte[] hash = transaction.hash();
    return begin(
        caller,
        request,
        "verify-transaction",
        subject,
        code,
        c -> c.withPurpose(Purpose.TRANSFER).withTransaction(hash));
  }

  private CompletableFuture<Answer> begin(
      Caller caller,
      RequestIdentity request,
      String operation,
      Subject subject,
      String code,
      UnaryOperator<RequestContext> details) {
    try {
      RequestContext context =
          details.apply(RequestContext.of(caller, request, operation, clock.now()));
      return StaleRetry.run(() -> attempt(context, subject, code), () -> directory.forget(subject));
    } catch (UnavailableException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<Answer> attempt(RequestContext context, Subject subject, String code) {
    return directory
        .find(subject)
        .thenCompose(
            token ->
                evidence(context, token, code)
                    .thenCompose(
                        evidence ->
                            directory.submit(
                                PreparedChange.of(
                                    context.request(),
                                    subject,
                                    view -> decide(context, subject, token, evidence, view)))));
  }

  private CompletableFuture<Evidence> evidence(
      RequestContext context, @Nullable Token token, String code) {
    if (token == null || !context.caller().sees(token.institution())) {
      return CompletableFuture.completedFuture(Evidence.NONE);
    }
    byte[] transaction = context.transaction();
    return transaction == null
        ? prover.verify(token, code, context)
        : prover.signature(token, transaction, code, context);
  }

  private Decision decide(
      RequestContext context,
      Subject subject,
      @Nullable Token prepared,
      Evidence evidence,
      LedgerView view) {
    Token row = view.of(subject);
    Judgement.requireFresh(prepared, row, evidence);
    if (row == null || !context.caller().sees(row.institution())) {
      return Judgement.unseen(context, subject, Verdict.NOT_ENROLLED);
    }
    TokenPolicy policy = policies.of(row.institution());
    Transition transition =
        context.transaction() == null
            ? TokenTransitions.verify(row, evidence.proof(), context.at(), policy)
            : SignatureTransitions.verify(row, evidence.proof(), context.at(), policy);
    if (transition.verdict() == Verdict.NOT_APPLICABLE) {
      return Judgement.refused(context, row, transition);
    }
    return Judgement.onCode(context, row, evidence, transition);
  }
}
