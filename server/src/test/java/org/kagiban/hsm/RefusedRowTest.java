package org.kagiban.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagiban.hsm.RunningHsm.get;
import static org.kagiban.token.HashAlgorithm.SHA1;

import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kagiban.store.MutableClock;
import org.kagiban.token.OtpType;
import org.kagiban.token.Token;
import org.kagiban.token.TokenProfile;
import org.kagiban.verification.UnavailableException;
import org.kagiban.verification.UnavailableException.Part;
import org.kagiban.verification.WrappedSeed;

/** Rows that somebody changed: each is refused, and nobody else suffers. */
class RefusedRowTest {
  private static final byte[] MESSAGE = new byte[8];
  private static final MutableClock CLOCK = new MutableClock(Instant.EPOCH);
  private static WrappedHsm hsm;
  private static Token other;
  private static int count;

  private Token token;
  private Generation before;

  @BeforeAll
  static void start() {
    hsm = new WrappedHsm(WrappedHsm.make(), SeedPlace.WRAPPED, 10, 2, CLOCK);
    other = hsm.load("other", SHA1, SeedFile.random(20));
  }

  @AfterAll
  static void stop() {
    hsm.close();
  }

  @BeforeEach
  void load() {
    token = hsm.load("victim-" + ++count, SHA1, SeedFile.random(20));
    before = hsm.partition.generation();
    hsm.refused.clear();
  }

  private void change(UnaryOperator<WrappedSeed> change) {
    hsm.store.rows.put(token.id(), change.apply(hsm.row(token)));
  }

  private void assertRefused(Token refused) {
    assertThatThrownBy(() -> hsm.hmac(refused, MESSAGE))
        .isInstanceOfSatisfying(
            UnavailableException.class, e -> assertThat(e.part()).isEqualTo(Part.SEED_UNUSABLE))
        .hasMessageContaining(refused.id().value());
    assertThat(hsm.refused).hasSize(1);
    assertThat(hsm.refused.get(0)).startsWith(refused.id() + ": the stored seed");
    assertThat(hsm.hmac(other, MESSAGE)).hasSize(20);
    assertThat(hsm.workers.healthy()).isTrue();
    assertThat(hsm.partition.generation()).isSameAs(before);
  }

  @Test
  void with_rowOfAnotherToken_isRefused() {
    WrappedSeed theirs = hsm.row(other);
    change(mine -> new WrappedSeed(token.id(), theirs.kek(), theirs.wrapped(), theirs.mac()));
    assertRefused(token);
  }

  @Test
  void with_rowThatTheStoreGaveForAnotherToken_isRefused() {
    change(mine -> hsm.row(other));
    assertRefused(token);
  }

  static Stream<TokenProfile> otherProfiles() {
    return Stream.of(
        new TokenProfile(OtpType.TOTP, SHA1, 8, 30),
        new TokenProfile(OtpType.TOTP, SHA1, 6, 60),
        new TokenProfile(OtpType.TOTP, org.kagiban.token.HashAlgorithm.SHA256, 6, 30),
        new TokenProfile(OtpType.HOTP, SHA1, 6, 0));
  }

  @ParameterizedTest
  @MethodSource("otherProfiles")
  void with_anotherProfile_isRefused(TokenProfile profile) {
    assertRefused(WrappedHsm.token(token.id(), profile, token.kcv()));
  }

  @ParameterizedTest
  @MethodSource("otherProfiles")
  void with_anotherProfileWhileItIsUnwrapped_isRefusedAndTheRightOneServed(TokenProfile profile) {
    byte[] right = hsm.hmac(token, MESSAGE);
    assertRefused(WrappedHsm.token(token.id(), profile, token.kcv()));
    assertThat(hsm.hmac(token, MESSAGE)).isEqualTo(right);
  }

  @Test
  void with_rowUnderTheLabelOfAnotherKek_isRefused() {
    change(row -> new WrappedSeed(row.token(), WrappedHsm.NEXT_KEK, row.wrapped(), row.mac()));
    assertRefused(token);
  }

  static IntStream bits() {
    return IntStream.of(0, 7, 100, 32 * 8 - 1);
  }

  @ParameterizedTest
  @MethodSource("bits")
  void with_flippedBitOfTheWrappedSeed_isRefused(int bit) {
    change(row -> new WrappedSeed(row.token(), row.kek(), flip(row.wrapped(), bit), row.mac()));
    assertRefused(token);
  }

  @ParameterizedTest
  @MethodSource("bits")
  void with_flippedBitOfTheMac_isRefused(int bit) {
    change(row -> new WrappedSeed(row.token(), row.kek(), row.wrapped(), flip(row.mac(), bit)));
    assertRefused(token);
  }

  /** As only a damaged or foreign KEK makes it: SoftHSM answers CKR_GENERAL_ERROR. */
  @Test
  void with_damagedSeedUnderARightMac_isRefusedAndTheHsmNotLost() {
    byte[] damaged = flip(hsm.row(token).wrapped(), 9);
    byte[] mac =
        get(
            hsm.workers.submit(
                session ->
                    SeedBinding.mac(
                        session, token.id(), token.profile(), WrappedHsm.KEK, damaged)));
    change(row -> new WrappedSeed(row.token(), row.kek(), damaged, mac));
    assertRefused(token);
    assertThat(hsm.refused.get(0)).contains("C_UnwrapKey: CKR_GENERAL_ERROR");
  }

  @Test
  void with_refusedTokenAgain_isToldOnceAMinute() {
    change(row -> new WrappedSeed(row.token(), row.kek(), flip(row.wrapped(), 1), row.mac()));
    assertRefused(token);
    assertRefused(token);
    CLOCK.advance(Duration.ofSeconds(61));
    assertThatThrownBy(() -> hsm.hmac(token, MESSAGE)).isInstanceOf(UnavailableException.class);
    assertThat(hsm.refused).hasSize(2);
  }

  @Test
  void with_rowMendedAgain_isServed() {
    WrappedSeed right = hsm.row(token);
    change(row -> new WrappedSeed(row.token(), row.kek(), flip(row.wrapped(), 1), row.mac()));
    assertRefused(token);
    change(row -> right);
    assertThat(hsm.hmac(token, MESSAGE)).hasSize(20);
  }

  private static byte[] flip(byte[] bytes, int bit) {
    byte[] flipped = bytes.clone();
    flipped[bit / 8] ^= (byte) (1 << bit % 8);
    return flipped;
  }
}
