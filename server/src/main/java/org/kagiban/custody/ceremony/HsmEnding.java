package org.kagiban.custody.ceremony;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.ceremony.CeremonyLedger.Decision;
import org.kagiban.custody.ceremony.CeremonyLedger.View;
import org.kagiban.custody.ceremony.CustodyKey.State;

/** What is committed when all keys were seen to be right. */
final class HsmEnding {
  private final CeremonyServer server;
  private final CeremonyRules rules;
  private final Signed act;
  private final CeremonyPlan plan;
  private final HsmOutcome told;
  private final List<KeyFacts> keys;
  private final CeremonyEvents events;

  HsmEnding(
      CeremonyServer server,
      CeremonyRules rules,
      Signed act,
      CeremonyPlan plan,
      HsmOutcome told,
      List<KeyFacts> keys,
      Instant now) {
    this.server = server;
    this.rules = rules;
    this.act = act;
    this.plan = plan;
    this.told = told;
    this.keys = keys;
    this.events =
        new CeremonyEvents(told.ceremony(), act.custodian(), act.person(), plan.partition(), now);
  }

  /** Keys that the ledger does not have yet. */
  List<CustodyKey> changed(View view) {
    List<CustodyKey> changed = new ArrayList<>();
    for (KeyFacts facts : keys) {
      CustodyKey known = view.key(facts.label());
      if (known == null) {
        changed.add(Keys.of(facts, state(facts, view), events));
      } else if (!Arrays.equals(known.kcv(), facts.kcv())) {
        throw KeyRules.kcvDiffers(facts.label());
      }
    }
    return changed;
  }

  private State state(KeyFacts facts, View view) {
    boolean second =
        KeyLabels.isKek(facts.label())
            && view.keys().stream()
                .anyMatch(key -> key.kind().equals(KeyLabels.KEK) && key.state() == State.ACTIVE);
    return second ? State.PRE_ACTIVE : State.ACTIVE;
  }

  Decision decide(View view, String reported) {
    List<CustodyKey> changed = changed(view);
    List<AuditEvent> log = log(changed);
    Ceremony before = Acts.existing(view.ceremony());
    AuditEvent.Builder executed =
        Acts.event(EventKind.CEREMONY_EXECUTED, before, act, events.now());
    log.add(executed.build());
    String outcome =
        new EndReport(server, events)
            .components(told.components())
            .keys(keys)
            .changed(changed)
            .facts(told.facts())
            .events(log)
            .reported(reported)
            .text();
    log.set(log.size() - 1, CeremonyEvents.outcome(executed, outcome).build());
    return new Decision(rules.finish(before, act, events.now(), outcome), changed, log);
  }

  private List<AuditEvent> log(List<CustodyKey> changed) {
    List<AuditEvent> log = new ArrayList<>();
    String label = Objects.requireNonNull(KeysOfPlan.atHsm(plan));
    told.components().forEach(component -> log.add(events.component(component, label)));
    EventKind made =
        plan instanceof CeremonyPlan.KekGeneration
            ? EventKind.KEY_GENERATED
            : EventKind.KEY_IMPORTED;
    for (KeyFacts facts : keys) {
      if (!(plan instanceof CeremonyPlan.KekBackup)) {
        log.add(events.key(made, facts));
      }
    }
    for (CustodyKey key : changed) {
      if (key.kind().equals(KeyLabels.KEK) && key.state() == State.ACTIVE) {
        log.add(events.state(EventKind.KEY_ACTIVATED, key));
      }
    }
    return log;
  }
}
