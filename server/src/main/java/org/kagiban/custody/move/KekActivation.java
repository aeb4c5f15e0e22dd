package org.kagiban.custody.move;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.ceremony.Ceremony;
import org.kagiban.custody.ceremony.CeremonyEvents;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.CeremonyLedger;
import org.kagiban.custody.ceremony.CeremonyPlan.KekRotation;
import org.kagiban.custody.ceremony.CeremonyRefusedException;
import org.kagiban.custody.ceremony.Custodian;
import org.kagiban.custody.ceremony.CustodyKey;
import org.kagiban.custody.ceremony.CustodyKey.State;
import org.kagiban.custody.ceremony.KeyLabels;
import org.kagiban.custody.ceremony.Keys;
import org.kagiban.verification.TrustedClock;

/** Makes one KEK the active one instead of another, in the store. */
record KekActivation(CeremonyId ceremony, Custodian by, KekRotation plan, TrustedClock clock) {
  /**
   * Whether it is still to be done; not where a run that was cut off did it.
   *
   * @throws CeremonyRefusedException where the keys are in no state for it
   */
  boolean needed(@Nullable CustodyKey from, @Nullable CustodyKey to) {
    if (from == null || to == null || !isKek(from) || !isKek(to)) {
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
    CeremonyEvents events = CeremonyEvents.of(ceremony, by, plan, clock.now());
    return view -> decide(view, events);
  }

  private CeremonyLedger.Decision decide(CeremonyLedger.View view, CeremonyEvents events) {
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
        List.of(Keys.in(from, State.DEACTIVATED, events), Keys.in(to, State.ACTIVE, events));
    List<AuditEvent> log =
        List.of(
            events.state(EventKind.KEY_ACTIVATED, to),
            events.state(EventKind.KEY_DEACTIVATED, from));
    return new CeremonyLedger.Decision(row, keys, log);
  }

  private static boolean isKek(CustodyKey key) {
    return key.kind().equals(KeyLabels.KEK);
  }
}
