package org.kagiban.enrollment;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.token.HelpDeskTransitions;
import org.kagiban.token.Subscriber;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.token.TokenTransitions;
import org.kagiban.token.Transition;
import org.kagiban.token.Verdict;
import org.kagiban.verification.Decision;
import org.kagiban.verification.Evidence;
import org.kagiban.verification.Judgement;
import org.kagiban.verification.LedgerView;
import org.kagiban.verification.Policies;
import org.kagiban.verification.PreparedChange;
import org.kagiban.verification.RequestContext;
import org.kagiban.verification.Subject;
import org.kagiban.verification.TokenEvents;

/**
 * Decides one enrolment or replacement.
 *
 * @param replaces whether the subscriber's present token makes way
 */
record EnrollmentRule(
    RequestContext context,
    Subscriber subscriber,
    TokenId id,
    boolean replaces,
    Policies policies) {

  /** Whether the caller may use this token for this subscriber. */
  boolean mayUse(@Nullable Token token) {
    return token != null
        && context.caller().sees(token.institution())
        && token.institution().equals(subscriber.institution());
  }

  PreparedChange change(@Nullable Token prepared, Evidence evidence) {
    return new PreparedChange(
        context.request(),
        Set.of(id),
        Set.of(subscriber),
        view -> decide(prepared, evidence, view));
  }

  private Decision decide(@Nullable Token prepared, Evidence evidence, LedgerView view) {
    Token row = view.token(id);
    Judgement.requireFresh(prepared, row, evidence);
    if (row == null || !mayUse(row)) {
      return Judgement.unseen(context, new Subject.ByToken(id), Verdict.UNKNOWN_TOKEN);
    }
    Token old = view.tokenOf(subscriber);
    if (replaces && old == null) {
      Transition none = Transition.of(row.state(), Verdict.NOT_ENROLLED);
      return Judgement.onCode(context, row, evidence, none);
    }
    Transition transition =
        TokenTransitions.enroll(
            row,
            subscriber,
            old != null && !replaces,
            evidence.proof(),
            context.at(),
            policies.of(row.institution()));
    Decision decision = Judgement.onCode(context, row, evidence, transition);
    return replaces && old != null && transition.verdict() == Verdict.ACCEPTED
        ? withReplaced(decision, old)
        : decision;
  }

  private Decision withReplaced(Decision decision, Token old) {
    Transition out = HelpDeskTransitions.replaced(old);
    List<Token> writes = new ArrayList<>(Judgement.writes(old, out));
    writes.addAll(decision.writes());
    List<AuditEvent> events = new ArrayList<>(decision.events());
    events.addAll(TokenEvents.effects(context, old, out, events.size()));
    return new Decision(decision.answer(), writes, events);
  }
}
