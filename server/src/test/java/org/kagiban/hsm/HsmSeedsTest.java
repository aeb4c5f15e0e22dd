package org.kagiban.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.kagiban.hsm.RunningHsm.get;
import static org.kagiban.token.HashAlgorithm.SHA1;

import java.io.Closeable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kagiban.custody.TransportKey;
import org.kagiban.custody.TransportKey.SealedSeed;
import org.kagiban.token.SeedRef;
import org.kagiban.token.Token;
import org.kagiban.verification.UnavailableException;
import org.kagiban.verification.UnavailableException.Part;
import sun.security.pkcs11.wrapper.PKCS11Exception;

/** HMACs over seeds that rest in the store, and what the HSM holds of them meanwhile. */
class HsmSeedsTest {
  private static final byte[] MESSAGE = new byte[8];

  /** The session object that stands in for the binding key. */
  private static final int BINDING = 1;

  private static SoftHsm softHsm;
  private WrappedHsm hsm;

  @BeforeAll
  static void make() {
    softHsm = WrappedHsm.make();
  }

  @BeforeEach
  void start() {
    hsm = new WrappedHsm(softHsm, 10);
  }

  private void restart(int unwrapped, int threads) {
    hsm.close();
    hsm = new WrappedHsm(softHsm, SeedPlace.WRAPPED, unwrapped, threads, Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    hsm.close();
  }

  @Test
  void with_moreTokensThanTheBound_destroysThoseThatAreEvicted() {
    restart(2, 2);
    List<Token> tokens = load("many", 5);
    for (Token token : tokens) {
      hsm.hmac(token, MESSAGE);
      assertThat(hsm.unwrapped()).isLessThanOrEqualTo(2);
    }
    assertThat(hsm.sessionKeys()).isEqualTo(BINDING + 2);
  }

  @Test
  void with_tokenAskedForAgain_staysWhileAnotherIsEvicted() {
    restart(2, 2);
    List<Token> tokens = load("chance", 3);
    hsm.hmac(tokens.get(0), MESSAGE);
    hsm.hmac(tokens.get(1), MESSAGE);
    hsm.hmac(tokens.get(0), MESSAGE);
    hsm.hmac(tokens.get(2), MESSAGE);
    int asked = hsm.store.asked.get();
    hsm.hmac(tokens.get(0), MESSAGE);
    assertThat(hsm.store.asked.get()).isEqualTo(asked);
    hsm.hmac(tokens.get(1), MESSAGE);
    assertThat(hsm.store.asked.get()).isEqualTo(asked + 1);
  }

  @Test
  void with_tokenEvictedWhileAJobUsesIt_isDestroyedOnlyAfterwards() {
    restart(1, 2);
    byte[] seed = SeedFile.random(20);
    Token used = hsm.load("used", SHA1, seed);
    Token other = hsm.load("other", SHA1, SeedFile.random(20));
    hsm.hmac(used, MESSAGE);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch evicted = new CountDownLatch(1);
    CompletableFuture<byte[]> late =
        hsm.seeds.with(
            used,
            hmac -> {
              inside.countDown();
              awaitQuietly(evicted);
              return hmac.compute(MESSAGE);
            });
    awaitQuietly(inside);
    hsm.hmac(other, MESSAGE);
    assertThat(hsm.unwrapped()).isEqualTo(1);
    assertThat(hsm.sessionKeys()).isEqualTo(BINDING + 2);
    evicted.countDown();
    assertThat(get(late)).isEqualTo(SeedFile.hmac(SHA1, seed, MESSAGE));
    await().untilAsserted(() -> assertThat(hsm.sessionKeys()).isEqualTo(BINDING + 1));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(120, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void with_manyRequestsForOneColdToken_unwrapOnce() {
    byte[] seed = SeedFile.random(20);
    Token token = hsm.load("cold", SHA1, seed);
    CompletableFuture<Void> gate = new CompletableFuture<>();
    hsm.store.gate = gate;
    List<CompletableFuture<byte[]>> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      answers.add(hsm.seeds.with(token, hmac -> hmac.compute(MESSAGE)));
    }
    await().untilAsserted(() -> assertThat(hsm.seeds.waiting()).isEqualTo(49));
    gate.complete(null);
    byte[] right = SeedFile.hmac(SHA1, seed, MESSAGE);
    assertThat(answers).allSatisfy(answer -> assertThat(get(answer)).isEqualTo(right));
    assertThat(hsm.store.asked).hasValue(1);
    assertThat(hsm.sessionKeys()).isEqualTo(BINDING + 1);
  }

  @Test
  void with_failingStore_failsAsItDoesAndServesAfterwards() {
    Token token = hsm.load("later", SHA1, SeedFile.random(20));
    UnavailableException failure = new UnavailableException(Part.STORE_UNAVAILABLE, "no store");
    hsm.store.gate = CompletableFuture.failedFuture(failure);
    assertThatThrownBy(() -> hsm.hmac(token, MESSAGE)).isSameAs(failure);
    hsm.store.gate = CompletableFuture.allOf();
    assertThat(hsm.hmac(token, MESSAGE)).hasSize(20);
    assertThat(hsm.refused).isEmpty();
  }

  @Test
  void with_seedThatIsNowhere_isUnavailableAndNamesIt() {
    Token token = hsm.load("nowhere", SHA1, SeedFile.random(20));
    hsm.store.rows.clear();
    assertThatThrownBy(() -> hsm.hmac(token, MESSAGE))
        .isInstanceOfSatisfying(
            UnavailableException.class, e -> assertThat(e.part()).isEqualTo(Part.HSM_UNAVAILABLE))
        .hasMessageContaining("does not hold seed NOWHERE");
    assertThat(hsm.workers.healthy()).isTrue();
  }

  @Test
  void with_jobThatThrows_failsAloneAndKeepsTheSeed() {
    Token token = hsm.load("thrown", SHA1, SeedFile.random(20));
    IllegalStateException thrown = new IllegalStateException("mine");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(
              () ->
                  get(
                      hsm.seeds.with(
                          token,
                          hmac -> {
                            throw thrown;
                          })))
          .isSameAs(thrown);
    }
    assertThat(hsm.hmac(token, MESSAGE)).hasSize(20);
    assertThat(hsm.store.asked).hasValue(1);
  }

  @Test
  void destroy_unwrappedSeed_isGoneFromTheHsm() {
    Token token = hsm.load("retired", SHA1, SeedFile.random(20));
    hsm.hmac(token, MESSAGE);
    assertThat(hsm.sessionKeys()).isEqualTo(BINDING + 1);
    get(hsm.custody.destroy(new SeedRef("RETIRED")));
    assertThat(hsm.sessionKeys()).isEqualTo(BINDING);
    assertThat(hsm.unwrapped()).isZero();
  }

  /** Nobody pings meanwhile: the seed's own handle tells. */
  @Test
  void with_residentSeedAskedForWhileThePartitionIsAway_servesOnceItIsBack() throws Exception {
    hsm.close();
    hsm = new WrappedHsm(softHsm, SeedPlace.RESIDENT, 10, 2, Clock.systemUTC());
    Token token = hsm.load("away", SHA1, SeedFile.random(20));
    byte[] before = hsm.hmac(token, MESSAGE);
    Closeable back = SoftHsm.away(hsm.partition);
    try {
      assertThatThrownBy(() -> hsm.hmac(token, MESSAGE)).isInstanceOf(UnavailableException.class);
    } finally {
      back.close();
    }
    await().ignoreExceptions().until(() -> Arrays.equals(hsm.hmac(token, MESSAGE), before));
    get(hsm.custody.destroy(new SeedRef("AWAY")));
  }

  @Test
  void with_residentSeedDestroyedBehindOurBack_isServedFromTheStore() {
    byte[] seed = SeedFile.random(20);
    Token token = hsm.load("both", SHA1, seed);
    get(hsm.mover.keep(List.of(hsm.stored(token))));
    hsm.hmac(token, MESSAGE);
    assertThat(hsm.store.asked).hasValue(0);
    SeedRef ref = new SeedRef("BOTH");
    hsm.partition.setUp(
        session -> {
          session.destroy(session.generation().seeds().get(ref));
          return true;
        });
    assertThat(hsm.hmac(token, MESSAGE)).isEqualTo(SeedFile.hmac(SHA1, seed, MESSAGE));
    assertThat(hsm.store.asked).hasValue(1);
    assertThat(hsm.partition.seedCount()).isZero();
  }

  @Test
  void lostHsm_reopened_unwrapsAnewAndUsesNothingOld() throws PKCS11Exception {
    restart(10, 1);
    byte[] seed = SeedFile.random(20);
    Token token = hsm.load("survivor", SHA1, seed);
    byte[] right = SeedFile.hmac(SHA1, seed, MESSAGE);
    for (int i = 1; i <= 3; i++) {
      assertThat(hsm.hmac(token, MESSAGE)).isEqualTo(right);
      assertThat(hsm.store.asked).hasValue(i);
      get(hsm.workers.ping());
      hsm.partition.generation().instance().pkcs11().C_Finalize(null);
      assertThatThrownBy(() -> hsm.hmac(token, MESSAGE))
          .isInstanceOfSatisfying(
              UnavailableException.class,
              e -> assertThat(e.part()).isEqualTo(Part.HSM_UNAVAILABLE));
      await().until(hsm.workers::healthy);
      assertThat(hsm.unwrapped()).isZero();
    }
    assertThat(hsm.hmac(token, MESSAGE)).isEqualTo(right);
    assertThat(hsm.refused).isEmpty();
  }

  @Test
  void with_tenThousandTokensAndABoundOfAHundred_computesEachAndHoldsNoMore() {
    restart(100, 2);
    List<byte[]> seeds = new ArrayList<>();
    List<Token> tokens = load("crowd", 10_000, seeds);
    List<CompletableFuture<byte[]>> answers = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      answers.add(hsm.seeds.with(tokens.get(i), hmac -> hmac.compute(MESSAGE)));
      if (i % 500 == 499) {
        get(answers.get(i));
        assertThat(hsm.sessionKeys()).isLessThanOrEqualTo(BINDING + 100 + 2);
      }
    }
    for (int i = 0; i < tokens.size(); i++) {
      assertThat(get(answers.get(i))).isEqualTo(SeedFile.hmac(SHA1, seeds.get(i), MESSAGE));
    }
    await().untilAsserted(() -> assertThat(hsm.sessionKeys()).isEqualTo(BINDING + 100));
  }

  @Test
  void with_randomRequestsOnFewPlaces_computesEach() {
    restart(3, 2);
    List<byte[]> seeds = new ArrayList<>();
    List<Token> tokens = load("random", 8, seeds);
    Random random = new Random(4226);
    List<Integer> wanted = random.ints(3_000, 0, 8).boxed().toList();
    List<CompletableFuture<byte[]>> answers =
        wanted.stream()
            .map(i -> hsm.seeds.with(tokens.get(i), hmac -> hmac.compute(MESSAGE)))
            .toList();
    for (int n = 0; n < wanted.size(); n++) {
      byte[] right = SeedFile.hmac(SHA1, seeds.get(wanted.get(n)), MESSAGE);
      assertThat(get(answers.get(n))).isEqualTo(right);
    }
    await().untilAsserted(() -> assertThat(hsm.sessionKeys()).isEqualTo(BINDING + 3));
  }

  private List<Token> load(String name, int count) {
    return load(name, count, new ArrayList<>());
  }

  private List<Token> load(String name, int count, List<byte[]> seeds) {
    SeedFile file = new SeedFile();
    List<SealedSeed> sealed = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      seeds.add(SeedFile.random(20));
      sealed.add(file.seal(name + "-" + i, SHA1, seeds.get(i)));
    }
    List<Token> tokens;
    try (TransportKey key = file.openIn(hsm.custody)) {
      tokens = hsm.load(key, sealed);
    }
    await().untilAsserted(() -> assertThat(hsm.sessionKeys()).isEqualTo(BINDING));
    return tokens;
  }
}
