package org.kagiban.hsm;

import static org.awaitility.Awaitility.await;
import static org.kagiban.hsm.RunningHsm.get;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.kagiban.custody.ActiveKek;
import org.kagiban.otp.Hmac;
import org.kagiban.token.Token;
import org.kagiban.verification.SeedMac;

/** A pool with all that serves from it; the first partition is the home. */
final class Pool implements AutoCloseable {
  final StoredRows store = new StoredRows();
  final List<String> refused = new CopyOnWriteArrayList<>();
  final Partition home;
  final HsmWorkers workers;
  final HsmPool pool;
  final PooledCustody custody;
  final SeedMac seeds;

  Pool(SeedPlace place, List<HsmConfig> partitions) {
    ActiveKek kek = new ActiveKek();
    kek.activate(WrappedHsm.KEK);
    SeedKeeping keeping = new SeedKeeping(place, kek, 100, false);
    home = Partition.open(partitions.get(0), keeping, SoftHsm.pin());
    workers = new HsmWorkers(home);
    List<PoolMember> others = new ArrayList<>();
    for (HsmConfig other : partitions.subList(1, partitions.size())) {
      others.add(
          PoolMember.other(
              other.library().getFileName() + " " + other.label(),
              () -> Partition.open(other, keeping, SoftHsm.pin())));
    }
    pool = new HsmPool("home", workers, others);
    custody = new PooledCustody(pool);
    seeds =
        PooledSeeds.of(
            pool, store, (token, why) -> refused.add(token + ": " + why), Clock.systemUTC());
  }

  PoolMember member(int number) {
    return pool.members().get(number);
  }

  void awaitAll() {
    pool.members().forEach(member -> await().until(member::serves));
  }

  byte[] hmac(Token token, byte[] message) {
    return get(seeds.with(token, (Hmac hmac) -> hmac.compute(message)));
  }

  /** One that was reached. */
  Partition partition(int number) {
    return Objects.requireNonNull(member(number).partition(), "not reached yet");
  }

  /** An HMAC that a certain partition computes. */
  byte[] hmacOf(int number, Token token, byte[] message) {
    HsmSeeds one = new HsmSeeds(member(number).serving(), store, (t, why) -> {}, Clock.systemUTC());
    return get(one.with(token, (Hmac hmac) -> hmac.compute(message)));
  }

  @Override
  public void close() {
    pool.close();
    workers.close();
    home.close();
  }
}
