package org.kagiban.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.kagiban.hsm.RunningHsm.get;
import static org.kagiban.token.HashAlgorithm.SHA1;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_SENSITIVE;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_VALUE;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.kagiban.custody.TransportKey;
import org.kagiban.custody.ceremony.ComponentKey;
import org.kagiban.custody.ceremony.WrappedKey;
import org.kagiban.otp.HotpCode;
import org.kagiban.token.Institution;
import org.kagiban.token.Proof;
import org.kagiban.token.SeedRef;
import org.kagiban.token.Token;
import org.kagiban.token.TokenPolicy;
import org.kagiban.verification.Caller;
import org.kagiban.verification.CodeProver;
import org.kagiban.verification.Policies;
import org.kagiban.verification.RequestContext;
import org.kagiban.verification.RequestDigester;
import org.kagiban.verification.RequestIdentity;
import org.kagiban.verification.SeedMismatchException;
import org.kagiban.verification.SlowHash;
import org.kagiban.verification.UnavailableException;
import sun.security.pkcs11.wrapper.PKCS11Exception;

/** Two partitions of one library, with the same keys but one. */
class HsmPoolTest {
  private static final byte[] MESSAGE = new byte[8];

  private static final Policies POLICIES =
      new Policies(Map.of(new Institution("bank"), TokenPolicy.DEFAULT));

  private final byte[] seed = SeedFile.random(20);

  private static SoftHsm first;
  private static SoftHsm second;

  /** A second partition with the first one's KEK, request and binding key, by backup. */
  @BeforeAll
  static void make() {
    first = SoftHsm.create();
    second = SoftHsm.create();
    try (OfficerSession officer = first.officer()) {
      officer.generateKek(WrappedHsm.KEK, "first");
      officer.generateKek(WrappedHsm.NEXT_KEK, "second");
    }
    try (Partition partition = first.open()) {
      PartitionKeyMaker maker = new PartitionKeyMaker(partition);
      maker.requestKey("support");
      maker.bindingKey("support");
      maker.importKey("import");
    }
    restore();
  }

  private static void restore() {
    List<WrappedKey> keks = new ArrayList<>();
    try (OfficerSession officer = first.officer();
        ComponentKey key = BackupKeys.usual()) {
      keks.add(officer.exportKek(WrappedHsm.KEK, key));
      keks.add(officer.exportKek(WrappedHsm.NEXT_KEK, key));
    }
    List<WrappedKey> keys = new ArrayList<>();
    try (Partition partition = first.open()) {
      PartitionKeyMaker maker = new PartitionKeyMaker(partition);
      keys.add(maker.backup(KeyNames.REQUEST, WrappedHsm.KEK));
      keys.add(maker.backup(KeyNames.BINDING, WrappedHsm.KEK));
    }
    try (OfficerSession officer = second.officer();
        ComponentKey key = BackupKeys.usual()) {
      keks.forEach(kek -> officer.importKek(kek, key));
    }
    try (Partition partition = second.open()) {
      PartitionKeyMaker maker = new PartitionKeyMaker(partition);
      keys.forEach(key -> maker.restore(key, WrappedHsm.KEK));
    }
  }

  private Token load(Pool pool, String name) {
    SeedFile file = new SeedFile();
    try (TransportKey key = file.openIn(pool.custody)) {
      TransportKey.Outcome.Good good =
          (TransportKey.Outcome.Good) get(key.keep(List.of(file.seal(name, SHA1, seed)))).get(0);
      if (good.row() != null) {
        pool.store.rows.put(good.row().token(), good.row());
      }
      return WrappedHsm.token(SeedFile.token(name), SeedFile.profile(SHA1), good.kcv());
    }
  }

  @Test
  void pool_storedSeed_isServedByEachAndByTheOtherWhereOneIsLost() throws Exception {
    try (Pool pool = new Pool(SeedPlace.WRAPPED, List.of(first.config(), second.config()))) {
      pool.awaitAll();
      Token token = load(pool, "POOL00000001");
      byte[] right = SeedFile.hmac(SHA1, seed, MESSAGE);
      assertThat(pool.hmacOf(0, token, MESSAGE)).isEqualTo(right);
      assertThat(pool.hmacOf(1, token, MESSAGE)).isEqualTo(right);

      busyThenLost(pool, token, right);
      await().until(() -> pool.member(1).state() == PoolMember.State.IN);
      assertThat(pool.hmacOf(1, token, MESSAGE)).isEqualTo(right);
    }
  }

  /** Its library stays initialised: the first partition serves from it without a pause. */
  private static void busyThenLost(Pool pool, Token token, byte[] right) throws Exception {
    Generation home = pool.home.generation();
    HsmWorkers workers = pool.member(1).serving();
    Generation lost = pool.partition(1).generation();
    // As after a break of the connection: the worker's next call finds its session gone.
    get(workers.submit(session -> close(lost, session)));
    for (int i = 0; i < 20; i++) {
      assertThat(pool.hmac(token, MESSAGE)).isEqualTo(right);
    }
    await()
        .until(
            () -> {
              var unused = workers.ping();
              return pool.partition(1).current() != lost;
            });
    assertThat(pool.hmac(token, MESSAGE)).isEqualTo(right);
    assertThat(pool.home.generation()).as("not disturbed").isSameAs(home);
  }

  @Test
  void pool_whoseLibraryIsExchanged_servesOnFromEach() {
    try (Pool pool = new Pool(SeedPlace.WRAPPED, List.of(first.config(), second.config()))) {
      pool.awaitAll();
      Token token = load(pool, "POOL00000009");
      byte[] right = SeedFile.hmac(SHA1, seed, MESSAGE);
      Generation home = pool.home.generation();
      Generation other = pool.partition(1).generation();
      await().until(() -> pool.home.exchange().now(home));
      assertThat(pool.member(0).serves()).isTrue();
      assertThat(pool.member(1).serves()).isTrue();
      assertThat(pool.home.generation()).isNotSameAs(home);
      assertThat(pool.partition(1).generation()).isNotSameAs(other);
      assertThat(pool.hmacOf(0, token, MESSAGE)).isEqualTo(right);
      assertThat(pool.hmacOf(1, token, MESSAGE)).isEqualTo(right);
    }
  }

  private static boolean close(Generation generation, HsmSession session) {
    try {
      generation.instance().pkcs11().C_CloseSession(session.handle());
      return true;
    } catch (PKCS11Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void pool_manyAtOnce_areSpread() throws InterruptedException {
    try (Pool pool = new Pool(SeedPlace.WRAPPED, List.of(first.config(), second.config()))) {
      pool.awaitAll();
      Token token = load(pool, "SPREAD000001");
      pool.hmacOf(0, token, MESSAGE);
      pool.hmacOf(1, token, MESSAGE);
      List<Thread> used = Collections.synchronizedList(new ArrayList<>());
      CountDownLatch all = new CountDownLatch(4);
      List<CompletableFuture<byte[]>> calls = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        calls.add(
            pool.seeds.with(
                token,
                hmac -> {
                  used.add(Thread.currentThread());
                  all.countDown();
                  awaitQuietly(all);
                  return hmac.compute(MESSAGE);
                }));
      }
      calls.forEach(RunningHsm::get);
      assertThat(used.stream().distinct()).as("two workers of each").hasSize(4);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void pool_partitionWithOtherKeys_neverServes() {
    SoftHsm other = SoftHsm.initialised();
    try (Pool pool = new Pool(SeedPlace.RESIDENT, List.of(first.config(), other.config()))) {
      await().until(() -> pool.member(1).reason().contains("kagiban-request"));
      assertThat(pool.member(1).state()).isEqualTo(PoolMember.State.OUT);
      assertThat(pool.member(1).reason()).contains("it was not cloned or restored from them");
    }
  }

  @Test
  void keysChanged_whileTheHomeIsAway_areReadOnceItIsBack() {
    SoftHsm empty = SoftHsm.create();
    SoftHsm other = SoftHsm.initialised();
    try (Pool pool = new Pool(SeedPlace.RESIDENT, List.of(empty.config(), other.config()))) {
      await().until(() -> pool.member(1).reason().contains("no keys yet"));
      try (Partition partition = empty.open()) {
        assertThat(PartitionKeys.create(partition)).contains(PartitionKeys.REQUEST_LABEL);
      }
      pool.home.lost(pool.home.generation(), "for the test");
      pool.pool.keysChanged();
      await().until(() -> pool.member(1).reason().contains("it was not cloned or restored"));
    }
  }

  @Test
  void destroy_whileOneIsOut_isDoneThereBeforeItServesAgain() {
    try (Pool pool = new Pool(SeedPlace.RESIDENT, List.of(first.config(), second.config()))) {
      pool.awaitAll();
      Token token = load(pool, "OWED00000001");
      SeedRef ref = SeedFile.ref("OWED00000001");
      // A copy of the seed in the other one, as a vendor's cloning leaves it.
      putInto(pool, token, seed);
      assertThat(pool.member(1).holds(ref)).isTrue();
      pool.member(1).expel("for the test");
      get(pool.custody.destroy(ref));
      assertThat(pool.home.generation().seeds().has(ref)).isFalse();
      await().until(() -> pool.member(1).serves());
      assertThat(pool.member(1).holds(ref)).isFalse();
      int objects =
          get(
              pool.member(1)
                  .serving()
                  .submit(session -> SeedObjects.inventory(session, new SeedHandles())));
      assertThat(objects).isZero();
    }
  }

  private static void putInto(Pool pool, Token token, byte[] value) {
    get(
        pool.member(1)
            .serving()
            .submit(
                session -> {
                  long made =
                      session.create(
                          SeedObjects.macKey(false, true)
                              .flag(CKA_SENSITIVE, true)
                              .bytes(CKA_VALUE, value));
                  long bound = session.generation().seedLock().remade(session, made);
                  return SeedObjects.keepCopy(
                      session, bound, new SeedRef(token.id().value()), SHA1);
                }));
  }

  /** An HSM that computes other HMACs than it should, as far as anybody outside can tell. */
  @Test
  void verify_onePartitionComputesWrongly_isNeverCalledWrong() throws Exception {
    try (Pool pool = new Pool(SeedPlace.RESIDENT, List.of(first.config(), second.config()));
        SlowHash slowHash = new SlowHash()) {
      pool.awaitAll();
      Token token = load(pool, "WRONG0000001");
      putInto(pool, token, SeedFile.random(20));
      Instant now = Instant.now();
      long step = now.getEpochSecond() / 30;
      String code = HotpCode.text(message -> SeedFile.hmac(SHA1, seed, message), step, 6);
      CodeProver prover = new CodeProver(pool.seeds, slowHash, POLICIES);
      for (int i = 0; i < 8; i++) {
        // The busy one is passed over, so that each is asked.
        pool.member(i % 2).begun();
        pool.member(i % 2).begun();
        pool.member(i % 2).begun();
        assertThat(get(prover.verify(token, code, at(now))).proof())
            .isEqualTo(new Proof.Factor(step));
      }
      HsmSeeds wrong =
          new HsmSeeds(pool.member(1).serving(), pool.store, (t, why) -> {}, Clock.systemUTC());
      CodeProver alone = new CodeProver(wrong, slowHash, POLICIES);
      assertThatThrownBy(() -> get(alone.verify(token, code, at(now))))
          .isInstanceOf(SeedMismatchException.class);
      get(pool.custody.destroy(SeedFile.ref("WRONG0000001")));
    }
  }

  private static RequestContext at(Instant now) {
    RequestIdentity identity =
        new RequestDigester(new byte[32]).identify("channel", "request-1", "verify", new byte[0]);
    return RequestContext.of(new Caller("channel", Set.of()), identity, "verify", now);
  }

  @Test
  void find_seedsThatAreNowhere_searchOnceASecondForAll() {
    try (Pool pool = new Pool(SeedPlace.RESIDENT, List.of(first.config(), second.config()))) {
      long start = System.nanoTime();
      SeedSearch search = pool.home.generation().search();
      for (int i = 0; i < 100; i++) {
        Token nowhere =
            WrappedHsm.token(
                SeedFile.token("NONE%08d".formatted(i)), SeedFile.profile(SHA1), new byte[8]);
        assertThatThrownBy(() -> pool.hmacOf(0, nowhere, MESSAGE))
            .isInstanceOf(UnavailableException.class);
      }
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
      assertThat((long) search.searches()).isBetween(1L, 1 + seconds);
    }
  }
}
