package org.kagiban.custody.move;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.ActiveKek;
import org.kagiban.custody.Patience;
import org.kagiban.custody.SeedMover;
import org.kagiban.custody.SeedRows;
import org.kagiban.custody.ceremony.CeremonyDesk.RunInput;
import org.kagiban.custody.ceremony.CeremonyDesk.RunListener;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.CeremonyPlan.SeedMigration;
import org.kagiban.custody.ceremony.CeremonyPlan.SeedMigration.Place;
import org.kagiban.custody.ceremony.CeremonyRefusedException;
import org.kagiban.custody.ceremony.Custodian;
import org.kagiban.custody.ceremony.Performer;
import org.kagiban.verification.Journal;
import org.kagiban.verification.TokenLedger;
import org.kagiban.verification.TrustedClock;

/**
 * Moves every seed between HSM and store while the server serves. One that cannot move is told and
 * stays usable where it is. A run that was cut off is taken up: a seed that is in both places by
 * then is finished first to last like any other.
 */
public final class SeedMigrationPerformer implements Performer<SeedMigration> {
  private final MoveRun.Means means;
  private final SeedMover mover;
  private final TrustedClock clock;
  private final ActiveKek active;
  private final Place configured;

  /**
   * @param nanoTime monotonic nanoseconds, {@code System::nanoTime}
   * @param configured where new seeds go, {@code hsm.seeds}
   */
  public SeedMigrationPerformer(
      SeedRows rows,
      SeedMover mover,
      TokenLedger ledger,
      Journal journal,
      TrustedClock clock,
      ActiveKek active,
      Place configured,
      Patience patience,
      LongSupplier nanoTime) {
    this.means = new MoveRun.Means(rows, ledger, journal, patience, nanoTime);
    this.mover = mover;
    this.clock = clock;
    this.active = active;
    this.configured = configured;
  }

  @Override
  public void check(SeedMigration plan) {
    if (plan.to() != configured) {
      throw new CeremonyRefusedException(
          "SETTING_DIFFERS",
          "the configuration's hsm.seeds sends new seeds elsewhere: set it as the ceremony says,"
              + " restart the server and run the ceremony again");
    }
    if (plan.to() == Place.WRAPPED) {
      var unused = kek();
    }
  }

  private String kek() {
    String kek = active.label();
    if (kek == null) {
      throw new CeremonyRefusedException(
          "KEK_MISSING", "there is no active KEK yet: perform a kek-generation first");
    }
    return kek;
  }

  @Override
  public Performed perform(
      CeremonyId ceremony, Custodian by, SeedMigration plan, RunInput input, RunListener listener) {
    check(plan);
    Map<String, String> facts =
        plan.to() == Place.WRAPPED
            ? toWrapped(ceremony, by, listener)
            : toResident(ceremony, by, listener);
    return new Performed(List.of(), List.of(), List.of(), facts);
  }

  private Map<String, String> toWrapped(CeremonyId ceremony, Custodian by, RunListener listener) {
    String kek = kek();
    MoveLog log =
        new MoveLog(EventKind.KEY_MOVED, "migration to wrapped", kek, ceremony, by, clock);
    long total = means.patience().of(means.rows()::countWithoutRow);
    MoveTally tally = new MoveTally(listener, "move seeds to the store", total);
    new MoveRun<>(new WrapLeg(means, mover, kek), means, log, tally).run();
    long finished = new Leftovers(means, mover, log, tally, kek).finish();
    Map<String, String> facts = new LinkedHashMap<>(tally.facts());
    facts.put("kek", kek);
    facts.put("left-over-objects-destroyed", Long.toString(finished));
    facts.put("objects-in-the-hsm", Long.toString(mover.objects()));
    return facts;
  }

  private Map<String, String> toResident(CeremonyId ceremony, Custodian by, RunListener listener) {
    MoveLog log =
        new MoveLog(EventKind.KEY_MOVED, "migration to resident", null, ceremony, by, clock);
    MoveTally tally = new MoveTally(listener, "move seeds into the HSM", rows());
    new MoveRun<>(new ResidentLeg(means, mover, log), means, log, tally).run();
    Map<String, String> facts = new LinkedHashMap<>(tally.facts());
    facts.put("seeds-left-in-the-store", Long.toString(rows()));
    facts.put("objects-in-the-hsm", Long.toString(mover.objects()));
    return facts;
  }

  private long rows() {
    return means.patience().of(means.rows()::count).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }
}
