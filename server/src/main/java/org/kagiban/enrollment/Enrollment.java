package org.kagiban.enrollment;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.HelpDeskTransitions;
import org.kagiban.token.Subscriber;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.token.TokenTransitions;
import org.kagiban.token.Transition;
import org.kagiban.token.Verdict;
import org.kagiban.verification.Answer;
import org.kagiban.verification.Caller;
import org.kagiban.verification.CodeProver;
import org.kagiban.verification.Evidence;
import org.kagiban.verification.Judgement;
import org.kagiban.verification.Policies;
import org.kagiban.verification.PreparedChange;
import org.kagiban.verification.RequestContext;
import org.kagiban.verification.RequestIdentity;
import org.kagiban.verification.StaleRetry;
import org.kagiban.verification.Subject;
import org.kagiban.verification.TokenDirectory;
import org.kagiban.verification.TrustedClock;
import org.kagiban.verification.UnavailableException;

/**
 * Ties tokens to subscribers. Thread-safe and non-blocking; futures as in {@link
 * org.kagiban.verification.Verifier}.
 */
public final class Enrollment {
  private final TokenDirectory directory;
  private final CodeProver prover;
  private final Policies policies;
  private final TrustedClock clock;

  public Enrollment(
      TokenDirectory directory, CodeProver prover, Policies policies, TrustedClock clock) {
    this.directory = directory;
    this.prover = prover;
    this.policies = policies;
    this.clock = clock;
  }

  /**
   * Gives a subscriber a token, proved by its codes. The subscriber's institution is the caller's.
   */
  public CompletableFuture<Answer> enroll(
      Caller caller, RequestIdentity request, Subscriber subscriber, TokenId id, Codes codes) {
    return with(
        caller, request, "enroll", context -> enrolling(context, subscriber, id, codes, false));
  }

  /** Moves a subscriber to another token; the old one is unenrolled and suspended. */
  public CompletableFuture<Answer> replace(
      Caller caller, RequestIdentity request, Subscriber subscriber, TokenId id, Codes codes) {
    return with(
        caller, request, "replace", context -> enrolling(context, subscriber, id, codes, true));
  }

  /** Finds a token again whose clock or counter is astray. Both codes are needed. */
  public CompletableFuture<Answer> resynchronize(
      Caller caller, RequestIdentity request, Subject subject, Codes codes) {
    return with(
        caller, request, "resynchronize", context -> resynchronizing(context, subject, codes));
  }

  /** Takes a token from its subscriber. */
  public CompletableFuture<Answer> unenroll(
      Caller caller, RequestIdentity request, Subject subject, String reason) {
    return with(
        caller,
        request,
        "unenroll",
        context -> directory.submit(unenrolling(context.withReason(reason), subject)));
  }

  private CompletableFuture<Answer> with(
      Caller caller,
      RequestIdentity request,
      String operation,
      Function<RequestContext, CompletableFuture<Answer>> body) {
    try {
      return body.apply(RequestContext.of(caller, request, operation, clock.now()));
    } catch (UnavailableException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<Answer> enrolling(
      RequestContext context, Subscriber subscriber, TokenId id, Codes codes, boolean replaces) {
    EnrollmentRule rule = new EnrollmentRule(context, subscriber, id, replaces, policies);
    Subject subject = new Subject.ByToken(id);
    return StaleRetry.run(
        () ->
            directory
                .find(id)
                .thenCompose(
                    token ->
                        evidence(
                                rule.mayUse(token) ? token : null,
                                usable ->
                                    prover.enroll(usable, codes.first(), codes.second(), context))
                            .thenCompose(
                                evidence -> directory.submit(rule.change(token, evidence)))),
        () -> directory.forget(subject));
  }

  private static CompletableFuture<Evidence> evidence(
      @Nullable Token token, Function<Token, CompletableFuture<Evidence>> prove) {
    return token == null ? CompletableFuture.completedFuture(Evidence.NONE) : prove.apply(token);
  }

  private CompletableFuture<Answer> resynchronizing(
      RequestContext context, Subject subject, Codes codes) {
    String second = Objects.requireNonNull(codes.second(), "two codes are needed");
    return StaleRetry.run(
        () ->
            directory
                .find(subject)
                .thenCompose(
                    token ->
                        evidence(
                                seen(context, token),
                                seen -> prover.resynchronize(seen, codes.first(), second, context))
                            .thenCompose(
                                evidence ->
                                    directory.submit(
                                        resynchronized(context, subject, token, evidence)))),
        () -> directory.forget(subject));
  }

  private PreparedChange resynchronized(
      RequestContext context, Subject subject, @Nullable Token prepared, Evidence evidence) {
    return PreparedChange.of(
        context.request(),
        subject,
        view -> {
          Token found = view.of(subject);
          Judgement.requireFresh(prepared, found, evidence);
          Token row = seen(context, found);
          if (row == null) {
            return Judgement.unseen(context, subject, Verdict.NOT_ENROLLED);
          }
          Transition transition =
              TokenTransitions.verify(
                  row, evidence.proof(), context.at(), policies.of(row.institution()));
          return Judgement.onCode(context, row, evidence, transition);
        });
  }

  private PreparedChange unenrolling(RequestContext context, Subject subject) {
    return PreparedChange.of(
        context.request(),
        subject,
        view -> {
          Token row = seen(context, view.of(subject));
          if (row == null) {
            return Judgement.unseen(context, subject, Verdict.NOT_ENROLLED);
          }
          Transition transition = HelpDeskTransitions.unenroll(row);
          return transition.effects().isEmpty()
              ? Judgement.unseen(context, subject, Verdict.NOT_ENROLLED)
              : Judgement.onState(context, row, transition);
        });
  }

  /** The token, where the caller may know of it. */
  private static @Nullable Token seen(RequestContext context, @Nullable Token token) {
    return token != null && context.caller().sees(token.institution()) ? token : null;
  }
}
