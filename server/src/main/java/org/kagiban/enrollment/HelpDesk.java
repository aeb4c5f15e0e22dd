package org.kagiban.enrollment;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.kagiban.token.HelpDeskTransitions;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.token.Transition;
import org.kagiban.token.Verdict;
import org.kagiban.verification.Answer;
import org.kagiban.verification.Caller;
import org.kagiban.verification.Judgement;
import org.kagiban.verification.PreparedChange;
import org.kagiban.verification.RequestContext;
import org.kagiban.verification.RequestIdentity;
import org.kagiban.verification.Subject;
import org.kagiban.verification.TokenDirectory;
import org.kagiban.verification.TrustedClock;
import org.kagiban.verification.UnavailableException;

/**
 * What an operator does to a token. Verdict ACCEPTED where it was done, UNKNOWN_TOKEN where the
 * caller sees none, otherwise the state that forbids it. Thread-safe and non-blocking; futures as
 * in {@link org.kagiban.verification.Verifier}.
 */
public final class HelpDesk {
  private final TokenDirectory directory;
  private final TrustedClock clock;

  public HelpDesk(TokenDirectory directory, TrustedClock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  public CompletableFuture<Answer> suspend(
      Caller caller, RequestIdentity request, TokenId id, String reason) {
    return change(caller, request, "suspend", id, reason, HelpDeskTransitions::suspend);
  }

  public CompletableFuture<Answer> resume(
      Caller caller, RequestIdentity request, TokenId id, String reason) {
    return change(caller, request, "resume", id, reason, HelpDeskTransitions::resume);
  }

  /** Forgets the wrong codes. */
  public CompletableFuture<Answer> unlock(
      Caller caller, RequestIdentity request, TokenId id, String reason) {
    return change(caller, request, "unlock", id, reason, HelpDeskTransitions::unlock);
  }

  CompletableFuture<Answer> change(
      Caller caller,
      RequestIdentity request,
      String operation,
      TokenId id,
      String reason,
      Function<Token, Transition> rule) {
    try {
      RequestContext context =
          RequestContext.of(caller, request, operation, clock.now()).withReason(reason);
      return directory.submit(change(context, id, rule));
    } catch (UnavailableException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** The change of one token by a rule that needs no code. */
  static PreparedChange change(
      RequestContext context, TokenId id, Function<Token, Transition> rule) {
    Subject subject = new Subject.ByToken(id);
    return PreparedChange.of(
        context.request(),
        subject,
        view -> {
          Token row = view.token(id);
          if (row == null || !context.caller().sees(row.institution())) {
            return Judgement.unseen(context, subject, Verdict.UNKNOWN_TOKEN);
          }
          Transition transition = rule.apply(row);
          return transition.verdict() == Verdict.ACCEPTED
              ? Judgement.onState(context, row, transition)
              : Judgement.refused(context, row, transition);
        });
  }
}
