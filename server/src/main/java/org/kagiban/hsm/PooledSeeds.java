package org.kagiban.hsm;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.kagiban.custody.SeedRows;
import org.kagiban.otp.Hmac;
import org.kagiban.token.SeedRef;
import org.kagiban.token.Token;
import org.kagiban.verification.SeedMac;

/** HMACs over seeds, by whichever partition of a pool is free and holds or can unwrap the seed. */
public final class PooledSeeds implements SeedMac {
  private final HsmPool pool;
  private final Function<HsmWorkers, HsmSeeds> make;
  private final Map<HsmWorkers, HsmSeeds> seeds = new ConcurrentHashMap<>();

  private PooledSeeds(HsmPool pool, Function<HsmWorkers, HsmSeeds> make) {
    this.pool = pool;
    this.make = make;
  }

  /**
   * @param refusals hears of rows that are refused
   */
  public static SeedMac of(HsmPool pool, SeedRows rows, SeedRefusals refusals, Clock clock) {
    RefusalReport report = new RefusalReport(refusals, clock);
    Function<HsmWorkers, HsmSeeds> make = workers -> new HsmSeeds(workers, rows, report);
    return pool.isPool() ? new PooledSeeds(pool, make) : make.apply(pool.workers());
  }

  @Override
  public <T> CompletableFuture<T> with(Token token, Function<Hmac, T> job) {
    SeedRef seed = token.seed();
    return seed == null
        ? CompletableFuture.failedFuture(new IllegalArgumentException("a token without a seed"))
        : pool.on(seed, member -> of(member.serving()).with(token, job));
  }

  private HsmSeeds of(HsmWorkers workers) {
    HsmSeeds known = seeds.get(workers);
    return known != null ? known : seeds.computeIfAbsent(workers, make);
  }
}
