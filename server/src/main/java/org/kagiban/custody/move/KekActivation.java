package org.kagiban.custody.move;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.ceremony.Ceremony;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.CeremonyLedger;
import org.kagiban.custody.ceremony.CeremonyPlan.KekRotation;
import org.kagiban.custody.ceremony.CeremonyRefusedException;
import org.kagiban.custody.ceremony.Custodian;
import org.kagiban.custody.ceremony.CustodyKey;
import org.kagiban.custody.ceremony.CustodyKey.State;
import org.kagiban.verification.TrustedClock;

/** Makes one KEK the active one instead of another, in the store. */
record KekActivation(CeremonyId ceremony, Custodian by, KekRotation plan, TrustedClock clock) {
  /**
   * Whether it is still to be done; not where a run that was cut off did it.
   *
   * @throws CeremonyRefusedException where the keys are in no state for it
   */
  boolean needed(@Nullable CustodyKey from, @Nullable CustodyKey to) {
    if (from == null || to == null || !from.kind().equals("kek") || !to.kind().equals("kek")) {
      throw new CeremonyRefusedException(
          "KEY_NOT_FOUND",
          "there is no KEK of that label: " + (to == null ? plan.to() : plan.from()));
    }
    if (from.state() == State.ACTIVE && to.state() == State.PRE_ACTIVE) {
      return true;
    }
    if (from.state() == State.DEACTIVATED && to.state() == State.ACTIVE) {
      return false;
    }
    throw new CeremonyRefusedException(
        "KEY_STATE",
        "a rotation needs an active KEK and a pre-active one, but "
            + from.label()
            + " is "
            + from.state()
            + " and "
            + to.label()
            + " is "
            + to.state());
  }

  /** A change for {@link CeremonyLedger#submit}. */
  CeremonyLedger.Change change() {
    Instant now = clock.now().truncatedTo(ChronoUnit.MICROS);
    EventId id = EventId.at(now);
    return view -> decide(view, now, id);
  }

  private CeremonyLedger.Decision decide(CeremonyLedger.View view, Instant now, EventId id) {
    Ceremony row = view.ceremony();
    if (row == null || row.status() != Ceremony.Status.RUNNING) {
      throw new CeremonyRefusedException(
          "CEREMONY_NOT_RUNNING", "the ceremony is not running any more");
    }
    CustodyKey from = view.key(plan.from());
    CustodyKey to = view.key(plan.to());
    if (from == null || to == null || !needed(from, to)) {
      throw new CeremonyRefusedException(
          "KEY_STATE", "another ceremony changed the KEKs at the same time; run this one again");
    }
    // The old one first: at no moment are two active.
    List<CustodyKey> keys =
        List.of(with(from, State.DEACTIVATED, now), with(to, State.ACTIVE, now));
    List<AuditEvent> events =
        List.of(
            event(EventKind.KEY_ACTIVATED, to, id, now),
            event(EventKind.KEY_DEACTIVATED, from, id.sibling(1), now));
    return new CeremonyLedger.Decision(row, keys, events);
  }

  private CustodyKey with(CustodyKey key, State state, Instant now) {
    return new CustodyKey(
        key.label(), key.kind(), state, key.kcv(), key.kcvMethod(), now, ceremony);
  }

  private AuditEvent event(EventKind kind, CustodyKey key, EventId id, Instant now) {
    return AuditEvent.of(kind, id, now)
        .with(EventField.KEY, key.label())
        .with(EventField.KCV, key.kcv())
        .with(EventField.MECHANISM, key.kcvMethod())
        .with(EventField.PARTITION, plan.partition())
        .with(EventField.CEREMONY, ceremony.toString())
        .with(EventField.CALLER, by.name())
        .with(EventField.PERSON, by.person())
        .build();
  }
}
