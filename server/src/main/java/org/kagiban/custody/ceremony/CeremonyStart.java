package org.kagiban.custody.ceremony;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;

/** Begins a ceremony, or takes up one that was cut off. */
final class CeremonyStart {
  private final Acts acts;
  private final CeremonyRules rules;
  private final KeyRules keyRules;
  private final HsmChecks checks;
  private final Performers performers;

  CeremonyStart(
      Acts acts, CeremonyRules rules, KeyRules keyRules, HsmChecks checks, Performers performers) {
    this.acts = acts;
    this.rules = rules;
    this.keyRules = keyRules;
    this.checks = checks;
    this.performers = performers;
  }

  /** Only where it begins: one that is taken up has used its approvals up before. */
  private AuditEvent.Builder approvals(
      AuditEvent.Builder event, @Nullable Ceremony before, Ceremony after) {
    return before != null && before.status() == Ceremony.Status.PROPOSED
        ? event.with(EventField.REQUIRED, rules.approvals())
        : event;
  }

  /** Looks once more whether it may begin, and uses the approvals up, in one transaction. */
  CompletableFuture<Ceremony> start(Ceremony found, CeremonyPlan plan, Signed act) {
    CompletableFuture<Void> fine = CompletableFuture.completedFuture(null);
    if (found.status() == Ceremony.Status.PROPOSED) {
      performers.check(plan);
      fine = checks.before(plan, found.id());
    }
    return fine.thenCompose(
        done ->
            acts.record(
                act,
                EventKind.CEREMONY_STARTED,
                this::approvals,
                (view, now) -> {
                  Ceremony before = Acts.existing(view.ceremony());
                  Ceremony next = rules.run(before, act, now);
                  if (before.status() == Ceremony.Status.PROPOSED) {
                    keyRules.require(plan, view);
                  } else {
                    keyRules.requireStill(plan, view);
                  }
                  return next;
                }));
  }
}
