package org.kagiban.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.kagiban.hsm.RunningHsm.get;
import static org.kagiban.token.HashAlgorithm.SHA1;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kagiban.custody.TransportKey;
import org.kagiban.custody.TransportKey.SealedSeed;
import org.kagiban.token.SeedRef;
import org.kagiban.verification.UnavailableException;
import sun.security.pkcs11.wrapper.PKCS11Exception;

@ExtendWith(HsmContract.class)
class LostHsmTest {
  private static final SeedRef REF = SeedFile.ref("survivor");
  private static final byte[] MESSAGE = new byte[8];

  private final byte[] seed = SeedFile.random(20);
  private final HsmKind kind;

  LostHsmTest(HsmKind kind) {
    this.kind = kind;
  }

  private void keepSeed(RunningHsm hsm) {
    SeedFile file = new SeedFile();
    try (TransportKey key = file.openIn(hsm.custody)) {
      get(key.keep(List.of(file.seal(REF.value(), SHA1, seed))));
    }
  }

  private void assertServes(RunningHsm hsm) {
    assertThat(hsm.hmac(REF, SHA1, MESSAGE)).isEqualTo(SeedFile.hmac(SHA1, seed, MESSAGE));
  }

  /** One worker, so that a job which is done tells that all before it are. */
  private static RunningHsm start(TestHsm hsm) {
    HsmConfig config = hsm.config();
    return new RunningHsm(
        new HsmConfig(
            config.library(),
            config.label(),
            null,
            1,
            64,
            config.callLimit(),
            config.quirks(),
            config.initialize()));
  }

  /**
   * What a vendor's library does to us when its connection breaks: every handle is void. SoftHSM
   * bears it only while no call runs, hence the ping.
   */
  private static Generation loseHsm(RunningHsm hsm) throws PKCS11Exception {
    get(hsm.workers.ping());
    Generation lost = hsm.partition.generation();
    lost.instance().pkcs11().C_Finalize(null);
    return lost;
  }

  @Test
  void lostHsm_nextJob_isUnavailableThenServedAgainWithFreshHandles() throws PKCS11Exception {
    try (RunningHsm hsm = start(kind.initialised())) {
      keepSeed(hsm);
      Generation lost = loseHsm(hsm);
      assertThatThrownBy(() -> assertServes(hsm))
          .isInstanceOfSatisfying(
              UnavailableException.class,
              e -> assertThat(e.part()).isEqualTo(UnavailableException.Part.HSM_UNAVAILABLE))
          .hasMessageContaining(
              kind == HsmKind.SOFTHSM
                  ? "CKR_CRYPTOKI_NOT_INITIALIZED (0x190)"
                  : "CKR_SESSION_HANDLE_INVALID (0xb3)");
      await().until(hsm.workers::healthy);
      assertServes(hsm);
      get(hsm.workers.ping());
      assertThat(hsm.partition.generation()).isNotSameAs(lost);
      assertThat(hsm.partition.seedCount()).isEqualTo(1);
    }
  }

  @Test
  void lostHsm_manyTimes_isServedAgainEachTime() throws PKCS11Exception {
    try (RunningHsm hsm = start(kind.initialised())) {
      keepSeed(hsm);
      for (int i = 0; i < 5; i++) {
        loseHsm(hsm);
        assertThatThrownBy(() -> get(hsm.workers.ping())).isInstanceOf(UnavailableException.class);
        await().until(hsm.workers::healthy);
        assertServes(hsm);
      }
    }
  }

  @Test
  void lostHsm_transportKeyOfTheOldGeneration_isRefused() throws PKCS11Exception {
    try (RunningHsm hsm = start(kind.initialised())) {
      SeedFile file = new SeedFile();
      TransportKey key = file.openIn(hsm.custody);
      loseHsm(hsm);
      assertThatThrownBy(() -> get(hsm.workers.ping())).isInstanceOf(UnavailableException.class);
      await().until(hsm.workers::healthy);
      List<SealedSeed> seeds = List.of(file.seal("any", SHA1, seed));
      assertThatThrownBy(() -> get(key.keep(seeds)))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("reopened");
      key.close();
      try (TransportKey again = file.openIn(hsm.custody)) {
        assertThat(get(again.check(seeds))).hasOnlyElementsOfType(TransportKey.Outcome.Good.class);
      }
    }
  }

  @Test
  void lostHsm_sharedByTwoPartitions_bothServeAgain() throws PKCS11Exception {
    TestHsm first = kind.initialised();
    TestHsm second = kind.initialised();
    try (RunningHsm one = start(first);
        RunningHsm two = start(second)) {
      keepSeed(one);
      keepSeed(two);
      get(two.workers.ping());
      loseHsm(one);
      assertThatThrownBy(() -> get(one.workers.ping())).isInstanceOf(UnavailableException.class);
      await().ignoreExceptions().untilAsserted(() -> assertServes(one));
      await().ignoreExceptions().untilAsserted(() -> assertServes(two));
    }
  }

  @Test
  void killedHsmProcess_restarted_servesAgainInTheSameJvm() throws IOException {
    assumeTrue(kind == HsmKind.SOFTHSM, "p11-kit's server is set up for SoftHSM");
    Path client = P11KitServer.client();
    SoftHsm softHsm = SoftHsm.initialised();
    try (RunningHsm direct = start(softHsm)) {
      keepSeed(direct);
    }
    P11KitServer server = new P11KitServer(softHsm.label());
    server.start();
    try (RunningHsm hsm = new RunningHsm(HsmConfig.of(client, softHsm.label()))) {
      assertServes(hsm);
      server.kill();
      assertThatThrownBy(() -> assertServes(hsm)).isInstanceOf(UnavailableException.class);
      assertThat(hsm.workers.healthy()).isFalse();
      server.start();
      await().until(hsm.workers::healthy);
      assertServes(hsm);
    } finally {
      server.kill();
    }
  }
}
