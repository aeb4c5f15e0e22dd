package org.kagiban.custody.ceremony;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.KeyRefusedException;
import org.kagiban.custody.Patience;
import org.kagiban.custody.ceremony.CeremonyDesk.RunInput;
import org.kagiban.custody.ceremony.CeremonyDesk.RunListener;
import org.kagiban.custody.ceremony.CeremonyDesk.Signature;
import org.kagiban.custody.ceremony.CeremonyLedger.Decision;
import org.kagiban.custody.ceremony.Performer.Performed;
import org.kagiban.verification.TrustedClock;

/** Runs ceremonies on the caller's thread. */
final class CeremonyRunner {
  private final CeremonyLedger ledger;
  private final CeremonyStart start;
  private final CeremonyRules rules;
  private final Performers performers;
  private final TrustedClock clock;
  private final CeremonyServer server;
  private final Turns turns;
  private final NewKeys newKeys;

  CeremonyRunner(
      CeremonyLedger ledger,
      CeremonyStart start,
      CeremonyRules rules,
      Performers performers,
      TrustedClock clock,
      CeremonyServer server,
      Turns turns,
      NewKeys newKeys) {
    this.ledger = ledger;
    this.start = start;
    this.rules = rules;
    this.performers = performers;
    this.clock = clock;
    this.server = server;
    this.turns = turns;
    this.newKeys = newKeys;
  }

  Ceremony run(
      Custodian by, CeremonyId id, Signature signature, RunInput input, RunListener listener) {
    Ceremony found = Acts.existing(Patience.await(ledger.find(id)));
    CeremonyPlan plan = Acts.file(found).plan();
    Signed act = Acts.aboutFile(Act.RUN, by, found, signature);
    RunInputs.require(plan, input);
    if (!plan.byServer()) {
      return Patience.await(start.start(found, plan, act));
    }
    return turns.run(id, () -> perform(by, act, plan, input, listener));
  }

  private Ceremony perform(
      Custodian by, Signed act, CeremonyPlan plan, RunInput input, RunListener listener) {
    CeremonyId id = act.statement().ceremony();
    // Looked up again: before this one's turn another run may have ended it.
    Ceremony found = Acts.existing(Patience.await(ledger.find(id)));
    Ceremony begun = Patience.await(start.start(found, plan, act));
    return end(begun, by, plan, input, performed(id, by, plan, input, listener));
  }

  private Performed performed(
      CeremonyId id, Custodian by, CeremonyPlan plan, RunInput input, RunListener listener) {
    try {
      return performers.perform(id, by, plan, input, listener);
    } catch (KeyRefusedException e) {
      throw Refusals.of(e);
    }
  }

  private Ceremony end(
      Ceremony begun, Custodian by, CeremonyPlan plan, RunInput input, Performed performed) {
    Instant now = clock.now();
    CeremonyEvents about = CeremonyEvents.of(begun.id(), by, plan, now);
    AuditEvent.Builder executed = about.whole(EventKind.CEREMONY_EXECUTED, EventId.at(now), begun);
    List<AuditEvent> events = new ArrayList<>(performed.events());
    events.add(executed.build());
    String outcome =
        new EndReport(server, about)
            .components(input.components())
            .keys(performed.keys())
            .changed(performed.changed())
            .facts(performed.facts())
            .events(events)
            .text();
    // The outcome names the event, and the event has the outcome's hash.
    events.set(events.size() - 1, CeremonyEvents.outcome(executed, outcome).build());
    Ceremony ended =
        Patience.await(
            ledger.submit(
                begun.id(),
                view ->
                    new Decision(
                        rules.end(Acts.existing(view.ceremony()), outcome),
                        performed.changed(),
                        events)));
    Patience.await(newKeys.use(performed.changed()));
    return ended;
  }
}
