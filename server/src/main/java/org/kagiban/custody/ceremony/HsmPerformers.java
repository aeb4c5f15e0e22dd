package org.kagiban.custody.ceremony;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.Patience;
import org.kagiban.custody.ceremony.CeremonyDesk.ComponentCheck;
import org.kagiban.custody.ceremony.CeremonyDesk.RunInput;
import org.kagiban.custody.ceremony.CustodyKey.State;
import org.kagiban.custody.ceremony.Performer.Performed;
import org.kagiban.verification.TrustedClock;

/** Ceremonies that make, take in or destroy one of the partition's keys in the server. */
final class HsmPerformers {
  private final CeremonyHsm hsm;
  private final CeremonyLedger ledger;
  private final HsmChecks checks;
  private final TrustedClock clock;

  HsmPerformers(CeremonyHsm hsm, CeremonyLedger ledger, TrustedClock clock) {
    this.hsm = hsm;
    this.ledger = ledger;
    this.checks = new HsmChecks(hsm, ledger);
    this.clock = clock;
  }

  void addTo(Performers performers) {
    performers
        .with(
            CeremonyPlan.PartitionKeys.class,
            (id, by, plan, input, listener) ->
                made(id, by, plan, Patience.await(hsm.makePartitionKeys(id))))
        .with(
            CeremonyPlan.ImportKey.class,
            (id, by, plan, input, listener) ->
                made(id, by, plan, List.of(Patience.await(hsm.makeImportKey(id)))))
        .with(
            CeremonyPlan.CheckpointKey.class,
            (id, by, plan, input, listener) ->
                made(id, by, plan, List.of(Patience.await(hsm.makeCheckpointKey(id)))))
        .with(
            CeremonyPlan.TransportKey.class,
            (id, by, plan, input, listener) -> transport(id, by, plan, input))
        .with(
            CeremonyPlan.KeyDestruction.class,
            (id, by, plan, input, listener) -> destroy(id, by, plan));
  }

  private Performed made(CeremonyId id, Custodian by, CeremonyPlan plan, List<KeyFacts> keys) {
    CeremonyEvents events = CeremonyEvents.of(id, by, plan, clock.now());
    List<CustodyKey> changed = new ArrayList<>();
    List<AuditEvent> log = new ArrayList<>();
    for (KeyFacts facts : keys) {
      CustodyKey known = known(facts.label());
      // The request key may be older than the binding key.
      if (known == null || known.state() == State.DESTROYED) {
        changed.add(Keys.of(facts, State.ACTIVE, events));
        log.add(events.key(EventKind.KEY_GENERATED, facts));
      }
    }
    return new Performed(keys, changed, log, Map.of());
  }

  private Performed transport(
      CeremonyId id, Custodian by, CeremonyPlan.TransportKey plan, RunInput input) {
    byte[] wrapped = Objects.requireNonNull(input.wrappedKey(), "looked at before");
    KeyFacts facts = Patience.await(hsm.takeTransportKey(id, plan.label(), wrapped));
    CeremonyEvents events = CeremonyEvents.of(id, by, plan, clock.now());
    requireSize(plan, facts, events);
    requireVendorsKcv(plan, facts, events);
    List<AuditEvent> log = new ArrayList<>();
    for (ComponentCheck component : input.components()) {
      log.add(events.component(component, plan.label()));
    }
    log.add(events.key(EventKind.KEY_IMPORTED, facts));
    CustodyKey key = Keys.of(facts, State.ACTIVE, events);
    return new Performed(List.of(facts), List.of(key), log, Map.of());
  }

  private void requireSize(CeremonyPlan.TransportKey plan, KeyFacts facts, CeremonyEvents events) {
    if (facts.bits() != 0 && facts.bits() != plan.bits()) {
      discard(facts, events, "KEY_SIZE_DIFFERS");
      throw new CeremonyRefusedException(
          "KEY_SIZE_DIFFERS",
          "the components make a key of "
              + facts.bits()
              + " bits, the file says "
              + plan.bits()
              + "; the key was destroyed. Enter the components again, or propose the right size");
    }
  }

  /** A wrong key does not stay: the components can be entered again under the same label. */
  private void requireVendorsKcv(
      CeremonyPlan.TransportKey plan, KeyFacts facts, CeremonyEvents events) {
    String said = plan.kcv();
    if (said == null) {
      return;
    }
    byte[] expected = HexFormat.of().parseHex(said);
    // Vendors tell three bytes or more of the same value.
    int length = Math.min(expected.length, facts.kcv().length);
    if (!Arrays.equals(expected, 0, length, facts.kcv(), 0, length)) {
      discard(facts, events, "KCV_DIFFERS");
      throw new CeremonyRefusedException(
          "KCV_DIFFERS",
          "the components make a key with the check value "
              + HexFormat.of().formatHex(facts.kcv())
              + " ("
              + facts.kcvMethod()
              + "), the file says "
              + said
              + "; the key was destroyed. Enter the components again, or ask the vendor for the"
              + " value by this method");
    }
  }

  /** Told first: where that fails, the next run finds the key and discards it. */
  private void discard(KeyFacts facts, CeremonyEvents events, String why) {
    AuditEvent discarded = events.discarded(facts, why);
    Ceremony unused =
        Patience.await(
            ledger.submit(
                events.ceremony(),
                view ->
                    new CeremonyLedger.Decision(
                        Acts.existing(view.ceremony()), List.of(), List.of(discarded))));
    Patience.await(hsm.destroy(facts.label()));
  }

  private Performed destroy(CeremonyId id, Custodian by, CeremonyPlan.KeyDestruction plan) {
    KeyFacts facts = Patience.await(checks.facts(plan.label()));
    if (facts != null) {
      HsmChecks.requireKcv(facts, plan);
      Patience.await(hsm.destroy(plan.label()));
    }
    CeremonyEvents events = CeremonyEvents.of(id, by, plan, clock.now());
    CustodyKey known = known(plan.label());
    if (known == null) {
      // Left over from a ceremony that was aborted: it never was one of the keys.
      List<AuditEvent> log =
          facts == null ? List.of() : List.of(events.key(EventKind.KEY_DESTROYED, facts));
      return new Performed(
          List.of(), List.of(), log, Map.of("destroyed", plan.label() + ", which was not in use"));
    }
    CustodyKey destroyed = Keys.in(known, State.DESTROYED, events);
    return new Performed(
        List.of(),
        List.of(destroyed),
        List.of(events.state(EventKind.KEY_DESTROYED, destroyed)),
        Map.of("destroyed", plan.label() + " with the key check value " + plan.kcv()));
  }

  private @Nullable CustodyKey known(String label) {
    return Keys.find(Patience.await(ledger.keys()), label);
  }
}
