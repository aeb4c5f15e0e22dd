package org.kagiban.custody.move;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.ActiveKek;
import org.kagiban.custody.Patience;
import org.kagiban.custody.SeedMover;
import org.kagiban.custody.SeedRows;
import org.kagiban.custody.ceremony.CeremonyDesk.RunInput;
import org.kagiban.custody.ceremony.CeremonyDesk.RunListener;
import org.kagiban.custody.ceremony.CeremonyHsm;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.CeremonyLedger;
import org.kagiban.custody.ceremony.CeremonyPlan.KekRotation;
import org.kagiban.custody.ceremony.CeremonyRefusedException;
import org.kagiban.custody.ceremony.Custodian;
import org.kagiban.custody.ceremony.CustodyKey;
import org.kagiban.custody.ceremony.KeyFacts;
import org.kagiban.custody.ceremony.Keys;
import org.kagiban.custody.ceremony.Performer;
import org.kagiban.verification.Journal;
import org.kagiban.verification.TokenLedger;
import org.kagiban.verification.TrustedClock;

/**
 * Rotates the KEK while the server serves. From its first commit on new seeds go under the next
 * KEK; then every row follows, by compare-and-set, also those that came in under the old one just
 * then. Rows that cannot be rewrapped are told and stay; the old KEK is deactivated either way, and
 * can be destroyed only when no row needs it.
 */
public final class KekRotationPerformer implements Performer<KekRotation> {
  private final CeremonyLedger ceremonies;
  private final CeremonyHsm hsm;
  private final MoveRun.Means means;
  private final SeedMover mover;
  private final TrustedClock clock;
  private final ActiveKek active;

  /**
   * @param nanoTime monotonic nanoseconds, {@code System::nanoTime}
   */
  public KekRotationPerformer(
      CeremonyLedger ceremonies,
      CeremonyHsm hsm,
      SeedRows rows,
      SeedMover mover,
      TokenLedger ledger,
      TrustedClock clock,
      ActiveKek active,
      Patience patience,
      LongSupplier nanoTime) {
    this.ceremonies = ceremonies;
    this.hsm = hsm;
    this.means = new MoveRun.Means(rows, ledger, new Journal(ledger, clock), patience, nanoTime);
    this.mover = mover;
    this.clock = clock;
    this.active = active;
  }

  @Override
  public Performed perform(
      CeremonyId ceremony, Custodian by, KekRotation plan, RunInput input, RunListener listener) {
    KekActivation activation = new KekActivation(ceremony, by, plan, clock);
    List<CustodyKey> keys = means.patience().of(ceremonies::keys);
    CustodyKey to = Keys.find(keys, plan.to());
    boolean needed = activation.needed(Keys.find(keys, plan.from()), to);
    KeyFacts next = adopt(plan.to(), to);
    if (needed) {
      means.patience().of(() -> ceremonies.submit(ceremony, activation.change()));
    }
    active.activate(plan.to());
    MoveLog log = new MoveLog(EventKind.KEY_REWRAPPED, "rotation", plan.to(), ceremony, by, clock);
    MoveTally tally = new MoveTally(listener, "rewrap seeds", notUnder(plan.to()));
    RewrapLeg leg = new RewrapLeg(means.rows(), mover, plan.to());
    new MoveRun<>(leg, means, log, tally).run();
    Map<String, String> facts = new LinkedHashMap<>(tally.facts());
    facts.put("still-under-another-kek", Long.toString(notUnder(plan.to())));
    return new Performed(List.of(next), List.of(), List.of(), facts);
  }

  /** The next KEK as the HSM has it now must be the one that was made. */
  private KeyFacts adopt(String label, @Nullable CustodyKey made) {
    KeyFacts facts = means.patience().of(() -> hsm.adoptKekOfAll(label));
    if (made == null || !facts.check().value().equals(HexFormat.of().formatHex(made.kcv()))) {
      throw new CeremonyRefusedException(
          "KCV_DIFFERS",
          "the KEK " + label + " in the HSM is not the one that its ceremony made; find out why");
    }
    return facts;
  }

  private long notUnder(String kek) {
    Map<String, Long> counts = means.patience().of(means.rows()::count);
    return counts.entrySet().stream()
        .filter(count -> !count.getKey().equals(kek))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
