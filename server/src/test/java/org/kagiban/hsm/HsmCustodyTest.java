package org.kagiban.hsm;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.kagiban.hsm.RunningHsm.get;
import static org.kagiban.token.HashAlgorithm.SHA1;
import static org.kagiban.token.HashAlgorithm.SHA256;
import static org.kagiban.token.HashAlgorithm.SHA512;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kagiban.custody.KeyRefusedException;
import org.kagiban.custody.TransportKey;
import org.kagiban.custody.TransportKey.Outcome;
import org.kagiban.custody.TransportKey.SealedSeed;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.SeedRef;
import org.kagiban.verification.UnavailableException;

@ExtendWith(HsmContract.class)
class HsmCustodyTest {
  private static final byte[] MESSAGE = "message".getBytes(US_ASCII);
  private static RunningHsm hsm;

  @BeforeAll
  static void start(HsmKind kind) {
    hsm = new RunningHsm(kind.initialised().config());
  }

  @AfterAll
  static void stop() {
    hsm.close();
  }

  @ParameterizedTest
  @EnumSource(HashAlgorithm.class)
  void keep_sealedSeed_computesItsHmacAndKcv(HashAlgorithm algorithm) {
    SeedFile file = new SeedFile();
    byte[] seed = SeedFile.random(algorithm.size());
    SeedRef ref = SeedFile.ref("keep-" + algorithm);
    try (TransportKey key = file.openIn(hsm.custody)) {
      List<Outcome> outcomes = get(key.keep(List.of(file.seal(ref.value(), algorithm, seed))));
      assertThat(kcv(outcomes.get(0))).isEqualTo(SeedFile.kcv(algorithm, seed));
    }
    assertThat(hsm.hmac(ref, algorithm, MESSAGE))
        .isEqualTo(SeedFile.hmac(algorithm, seed, MESSAGE));
  }

  @ParameterizedTest
  @EnumSource(HashAlgorithm.class)
  void check_sealedSeed_tellsItsKcvAndKeepsNothing(HashAlgorithm algorithm) {
    SeedFile file = new SeedFile();
    byte[] seed = SeedFile.random(algorithm.size() + 3);
    String ref = "check-" + algorithm;
    try (TransportKey key = file.openIn(hsm.custody)) {
      List<Outcome> outcomes = get(key.check(List.of(file.seal(ref, algorithm, seed))));
      assertThat(kcv(outcomes.get(0))).isEqualTo(SeedFile.kcv(algorithm, seed));
    }
    assertThatThrownBy(() -> hsm.hmac(new SeedRef(ref), algorithm, MESSAGE))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining(ref);
  }

  @Test
  void keep_manyWithBadOnesBetween_spoilsNoOther() {
    SeedFile file = new SeedFile();
    List<SealedSeed> seeds = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      SealedSeed good = file.seal("many-" + i, SHA1, SeedFile.random(20));
      seeds.add(i % 5 == 3 ? damaged(good) : i % 5 == 4 ? wronglyBound(good) : good);
    }
    try (TransportKey key = file.openIn(hsm.custody)) {
      for (List<Outcome> outcomes : List.of(get(key.check(seeds)), get(key.keep(seeds)))) {
        assertThat(outcomes).hasSize(20);
        for (int i = 0; i < 20; i++) {
          String expected = i % 5 == 3 ? "SEED_UNREADABLE" : i % 5 == 4 ? "BINDING_MAC_WRONG" : "";
          assertThat(reason(outcomes.get(i))).isEqualTo(expected);
        }
      }
    }
    assertThat(hsm.workers.healthy()).isTrue();
    assertThat(hsm.hmac(SeedFile.ref("many-0"), SHA1, MESSAGE)).hasSize(20);
  }

  @ParameterizedTest
  @EnumSource(HashAlgorithm.class)
  void keep_seedShorterThanSmallestKey_isTooShortAndNotKept(HashAlgorithm algorithm) {
    SeedFile file = new SeedFile();
    String ref = "short-" + algorithm;
    SealedSeed seed = file.seal(ref, algorithm, SeedFile.random(algorithm.size() - 8));
    int before = hsm.partition.seedCount();
    try (TransportKey key = file.openIn(hsm.custody)) {
      assertThat(reason(get(key.check(List.of(seed))).get(0))).isEqualTo("SEED_TOO_SHORT");
      assertThat(reason(get(key.keep(List.of(seed))).get(0))).isEqualTo("SEED_TOO_SHORT");
    }
    assertThat(hsm.partition.seedCount()).isEqualTo(before);
    assertThat(HsmInventory.read(hsm.partition).objects()).noneMatch(o -> o.id().equals(ref));
  }

  @Test
  void keep_shortSeedPaddedWithZeros_computesTheShortSeedsHmac() {
    SeedFile file = new SeedFile();
    byte[] seed = SeedFile.random(16);
    byte[] padded = java.util.Arrays.copyOf(seed, 20);
    try (TransportKey key = file.openIn(hsm.custody)) {
      get(key.keep(List.of(file.seal("padded", SHA1, padded))));
    }
    assertThat(hsm.hmac(SeedFile.ref("padded"), SHA1, MESSAGE))
        .isEqualTo(SeedFile.hmac(SHA1, seed, MESSAGE));
  }

  @Test
  void keep_leftoverUnderTheSameReference_isReplaced() {
    SeedFile file = new SeedFile();
    byte[] second = SeedFile.random(32);
    try (TransportKey key = file.openIn(hsm.custody)) {
      get(key.keep(List.of(file.seal("AGAIN", SHA256, SeedFile.random(32)))));
      get(key.keep(List.of(file.seal("AGAIN", SHA256, second))));
    }
    assertThat(hsm.hmac(SeedFile.ref("AGAIN"), SHA256, MESSAGE))
        .isEqualTo(SeedFile.hmac(SHA256, second, MESSAGE));
    assertThat(HsmInventory.read(hsm.partition).objects())
        .filteredOn(o -> o.id().equals("AGAIN"))
        .hasSize(1);
  }

  @Test
  void destroy_keptSeed_isGoneFromTheHsm() {
    SeedFile file = new SeedFile();
    SeedRef ref = SeedFile.ref("DOOMED");
    try (TransportKey key = file.openIn(hsm.custody)) {
      get(key.keep(List.of(file.seal("DOOMED", SHA512, SeedFile.random(64)))));
    }
    get(hsm.custody.destroy(ref));
    get(hsm.custody.destroy(ref));
    assertThatThrownBy(() -> hsm.hmac(ref, SHA512, MESSAGE))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("does not hold seed DOOMED");
    assertThat(HsmInventory.read(hsm.partition).objects()).noneMatch(o -> o.id().equals("DOOMED"));
  }

  @Test
  void openTransport_sealedForAnotherHsm_isRefused() {
    SeedFile file = new SeedFile();
    byte[] foreign = file.wrappedTransportKey(TestKeys.rsa(3072).getPublic().getEncoded());
    assertThatThrownBy(() -> get(hsm.custody.openTransport(foreign, file.wrap(file.macKey))))
        .isInstanceOf(KeyRefusedException.class)
        .hasMessageContaining("another HSM")
        .hasMessageContaining("C_UnwrapKey: CKR_");
    assertThat(hsm.workers.healthy()).isTrue();
  }

  @Test
  void openTransport_damagedMacKey_isRefused() {
    SeedFile file = new SeedFile();
    byte[] transport = file.wrappedTransportKey(hsm.custody.importPublicKey());
    byte[] mac = file.wrap(file.macKey);
    mac[5] ^= 1;
    assertThatThrownBy(() -> get(hsm.custody.openTransport(transport, mac)))
        .isInstanceOf(KeyRefusedException.class)
        .hasMessageContaining("MAC key");
  }

  @Test
  void openTransport_macKeyOfAnotherSize_isRefused() {
    for (SeedFile file : List.of(new SeedFile(32, 24), new SeedFile(32, 64))) {
      assertThatThrownBy(() -> file.openIn(hsm.custody))
          .isInstanceOf(KeyRefusedException.class)
          .hasMessageContaining("MAC key is not of 32 bytes");
    }
  }

  @Test
  void close_transportKey_destroysItAndRefusesItsUse() {
    SeedFile file = new SeedFile();
    // Another worker may still tidy up after another test, or after this one.
    await().untilAsserted(() -> assertThat(sessionSecrets()).isZero());
    TransportKey key = file.openIn(hsm.custody);
    assertThat(sessionSecrets()).isEqualTo(2);
    key.close();
    key.close();
    SealedSeed seed = file.seal("late", SHA1, SeedFile.random(20));
    assertThatThrownBy(() -> get(key.check(List.of(seed))))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("closed");
    await().untilAsserted(() -> assertThat(sessionSecrets()).isZero());
  }

  @Test
  void requestMac_sameInput_isTheSameAndOtherInputIsNot() {
    byte[] first = get(hsm.custody.requestMac(MESSAGE));
    assertThat(first).hasSize(32).isEqualTo(get(hsm.custody.requestMac(MESSAGE)));
    assertThat(get(hsm.custody.requestMac("other".getBytes(US_ASCII)))).isNotEqualTo(first);
  }

  private static long sessionSecrets() {
    return get(
        hsm.workers.submit(
            session ->
                (long)
                    session
                        .find(
                            new Template()
                                .number(
                                    sun.security.pkcs11.wrapper.PKCS11Constants.CKA_CLASS,
                                    sun.security.pkcs11.wrapper.PKCS11Constants.CKO_SECRET_KEY)
                                .flag(sun.security.pkcs11.wrapper.PKCS11Constants.CKA_TOKEN, false))
                        .size()));
  }

  private static SealedSeed damaged(SealedSeed seed) {
    byte[] wrapped = seed.wrapped().clone();
    wrapped[wrapped.length - 1] ^= 1;
    return new SealedSeed(
        seed.token(), seed.profile(), wrapped, seed.boundData(), seed.bindingMac());
  }

  private static SealedSeed wronglyBound(SealedSeed seed) {
    return new SealedSeed(
        seed.token(),
        seed.profile(),
        seed.wrapped(),
        "bound to another".getBytes(US_ASCII),
        seed.bindingMac());
  }

  private static byte[] kcv(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Good.class);
    return ((Outcome.Good) outcome).kcv();
  }

  private static String reason(Outcome outcome) {
    return outcome instanceof Outcome.Bad bad ? bad.reason() : "";
  }
}
