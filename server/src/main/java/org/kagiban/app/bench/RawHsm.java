package org.kagiban.app.bench;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.kagiban.app.config.HsmSection;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.custody.Patience;
import org.kagiban.custody.SeedRows;
import org.kagiban.custody.SeedRows.Stored;
import org.kagiban.hsm.HeldSeeds;
import org.kagiban.hsm.HsmWorkers;
import org.kagiban.hsm.Partition;
import org.kagiban.hsm.ResidentSeeds;
import org.kagiban.store.SqlLedger;
import org.kagiban.store.StoreConfig;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.SeedRef;
import org.kagiban.token.TokenId;
import org.kagiban.verification.WrappedSeed;

/** The HSM's parts of a Verify, over the seeds of a server that has ended. */
final class RawHsm implements AutoCloseable {
  private static final int PAGE = 1000;

  private final ServerConfig config;
  private final Partition partition;
  private final HsmWorkers workers;

  /**
   * @param partition closed with this
   */
  RawHsm(ServerConfig config, Partition partition) {
    this.config = config;
    this.partition = partition;
    workers = new HsmWorkers(partition);
  }

  /**
   * @param tokens whose seeds it may be
   */
  Cost hmac(List<String> tokens, double warmUp, double seconds) {
    if (config.hsm().seeds() == HsmSection.Seeds.RESIDENT) {
      List<SeedRef> refs = tokens.stream().map(SeedRef::new).toList();
      ResidentSeeds resident = new ResidentSeeds(workers);
      return RawParts.hmac(
          (places, job) ->
              resident.with(places.stream().map(refs::get).toList(), HashAlgorithm.SHA1, job),
          refs.size(),
          warmUp,
          seconds);
    }
    List<WrappedSeed> rows = rows();
    List<WrappedSeed> some = rows.subList(0, Math.min(rows.size(), config.hsm().unwrapped()));
    HeldSeeds held = RawParts.await(HeldSeeds.unwrap(workers, some));
    return RawParts.hmac(
        (places, job) -> held.with(places, HashAlgorithm.SHA1, job), some.size(), warmUp, seconds);
  }

  Cost unwrap(double warmUp, double seconds) {
    return RawParts.unwrap(workers, rows(), warmUp, seconds);
  }

  private List<WrappedSeed> rows() {
    StoreConfig store = StoreConfig.at(config.store().location());
    try (SqlLedger ledger = new SqlLedger(store, Clock.systemUTC())) {
      SeedRows seeds = ledger.seeds();
      List<WrappedSeed> rows = new ArrayList<>();
      TokenId last = null;
      List<Stored> page;
      do {
        page = Patience.await(seeds.notUnder(null, last, PAGE));
        for (Stored stored : page) {
          rows.add(stored.seed());
          last = stored.token().id();
        }
      } while (page.size() == PAGE);
      return rows;
    }
  }

  @Override
  public void close() {
    workers.close();
    partition.close();
  }
}
