package org.kagiban.app;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.kagiban.app.config.CustodySection;
import org.kagiban.app.config.HsmSection;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.custody.ActiveKek;
import org.kagiban.custody.Patience;
import org.kagiban.custody.batch.SeedBatchPerformer;
import org.kagiban.custody.batch.SeedBatches;
import org.kagiban.custody.batch.Spool;
import org.kagiban.custody.batch.SpoolKeeper;
import org.kagiban.custody.ceremony.Ceremonies;
import org.kagiban.custody.ceremony.CeremonyLedger;
import org.kagiban.custody.ceremony.CeremonyPlan;
import org.kagiban.custody.ceremony.CeremonyPlan.SeedMigration.Place;
import org.kagiban.custody.ceremony.CeremonyPolicy;
import org.kagiban.custody.ceremony.CeremonyServer;
import org.kagiban.custody.ceremony.CustodyKey;
import org.kagiban.custody.ceremony.KeyLabels;
import org.kagiban.custody.ceremony.KeysListener;
import org.kagiban.custody.ceremony.Performers;
import org.kagiban.custody.move.KekRotationPerformer;
import org.kagiban.custody.move.SeedMigrationPerformer;
import org.kagiban.hsm.HsmCeremonies;
import org.kagiban.hsm.HsmPool;
import org.kagiban.hsm.HsmSeedMover;
import org.kagiban.hsm.Partition;
import org.kagiban.hsm.PoolMember;
import org.kagiban.rpc.CustodyDomain;
import org.kagiban.store.FolderSpool;
import org.kagiban.store.SqlLedger;
import org.kagiban.store.StoreRefusedException;
import org.kagiban.token.Institution;
import org.kagiban.verification.TrustedClock;

/** Makes what custodians work with out of HSM, store and spool. */
final class CustodyAssembly {
  /** How long an uploaded file stays that no ceremony names. */
  private static final Duration LEFTOVER = Duration.ofDays(3);

  private final CustodyDomain domain;
  private final SpoolKeeper keeper;

  /**
   * @param assembly the services beside it
   * @param keys takes new keys into use
   */
  CustodyAssembly(
      ServerConfig config,
      HsmPool pool,
      HsmCeremonies hsm,
      SqlLedger ledger,
      Assembly assembly,
      TrustedClock clock,
      ActiveKek active,
      KeysListener keys) {
    Partition partition = pool.home();
    Spool spool = spool(config.custody());
    Patience patience = Patience.real();
    HsmSeedMover mover = new HsmSeedMover(pool);
    CeremonyLedger ceremonies = ledger.ceremonies();
    keeper = new SpoolKeeper(spool, ceremonies, Clock.systemUTC(), LEFTOVER);
    Set<Institution> institutions = new HashSet<>();
    config.institutions().forEach(section -> institutions.add(section.institution()));
    Performers performers =
        new Performers()
            .with(
                CeremonyPlan.SeedBatch.class,
                new SeedBatchPerformer(
                    spool,
                    assembly.custody(),
                    ledger,
                    assembly.journal(),
                    clock,
                    institutions::contains,
                    patience))
            .with(
                CeremonyPlan.KekRotation.class,
                new KekRotationPerformer(
                    ceremonies,
                    hsm,
                    ledger.seeds(),
                    mover,
                    ledger,
                    clock,
                    active,
                    patience,
                    System::nanoTime))
            .with(
                CeremonyPlan.SeedMigration.class,
                new SeedMigrationPerformer(
                    ledger.seeds(),
                    mover,
                    ledger,
                    assembly.journal(),
                    clock,
                    active,
                    place(config.hsm()),
                    patience,
                    System::nanoTime));
    CustodySection custody = config.custody();
    Ceremonies desk =
        new Ceremonies(
            ceremonies,
            ledger.seeds(),
            hsm,
            performers,
            clock,
            new CeremonyServer(
                new CeremonyPolicy(custody.approvals(), custody.approvalLife()),
                partition.label(),
                others(pool),
                KagibanCommand.VERSION),
            active,
            keys);
    SeedBatches uploads =
        new SeedBatches(spool, assembly.custody(), ledger, assembly.journal(), patience);
    domain =
        new CustodyDomain(desk, uploads, assembly.custody()::importPublicKey, partition.label());
  }

  private static Set<String> others(HsmPool pool) {
    return pool.members().stream().skip(1).map(PoolMember::name).collect(Collectors.toSet());
  }

  private static Spool spool(CustodySection custody) {
    try {
      return new FolderSpool(custody.spool(), Clock.systemUTC());
    } catch (IOException e) {
      throw new StoreRefusedException(
          "custody.spool: the folder " + custody.spool() + " cannot be used: " + e, e);
    }
  }

  private static Place place(HsmSection hsm) {
    return hsm.seeds() == HsmSection.Seeds.WRAPPED ? Place.WRAPPED : Place.RESIDENT;
  }

  /** The KEK that new seeds go under, as the store has it. */
  static void activate(ActiveKek active, SqlLedger ledger) {
    Patience.await(ledger.ceremonies().keys()).stream()
        .filter(key -> key.kind().equals(KeyLabels.KEK) && key.state() == CustodyKey.State.ACTIVE)
        .forEach(key -> active.activate(key.label()));
  }

  CustodyDomain domain() {
    return domain;
  }

  SpoolKeeper keeper() {
    return keeper;
  }
}
