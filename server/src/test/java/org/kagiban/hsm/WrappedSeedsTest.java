package org.kagiban.hsm;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.kagiban.hsm.RunningHsm.get;
import static org.kagiban.token.HashAlgorithm.SHA1;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Objects;
import javax.crypto.Cipher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.Token;
import org.kagiban.verification.UnavailableException;

/** Seeds that come in as rows for the store: loaded, generated, and right. */
class WrappedSeedsTest {
  private static final byte[] MESSAGE = new byte[8];
  private static WrappedHsm hsm;

  @BeforeAll
  static void start() {
    hsm = new WrappedHsm(WrappedHsm.make(), 10);
  }

  @AfterAll
  static void stop() {
    hsm.close();
  }

  /** What is in the HSM besides the binding key's stand-in. */
  private static int held() {
    return hsm.sessionKeys() - 1 - hsm.unwrapped();
  }

  /** RFC 4226 appendix D, the intermediate HMAC values; the seed is "12345678901234567890". */
  @ParameterizedTest
  @CsvSource({
    "0, cc93cf18508d94934c64b65d8ba7667fb7cde4b0",
    "1, 75a48a19d4cbe100644e8ac1397eea747a2d33ab",
    "9, 1637409809a679dc698207310c8c7fc07290d9e5"
  })
  void with_rfc4226AppendixD_hmacComesThroughAWrappedSeed(long counter, String hmac) {
    Token token = hsm.load("rfc", SHA1, "12345678901234567890".getBytes(US_ASCII));
    byte[] message = ByteBuffer.allocate(8).putLong(counter).array();
    assertThat(hsm.hmac(token, message)).isEqualTo(HexFormat.of().parseHex(hmac));
    assertThat(hsm.partition.seedCount()).isZero();
  }

  /** RFC 6238 appendix B at time 59: time step 1. */
  @ParameterizedTest
  @CsvSource({"SHA1, 94287082", "SHA256, 46119246", "SHA512, 90693936"})
  void with_rfc6238AppendixB_truncatesToTheCode(HashAlgorithm algorithm, String code) {
    byte[] seed = "1234567890".repeat(7).substring(0, algorithm.size()).getBytes(US_ASCII);
    Token token = hsm.load("rfc-" + algorithm, algorithm, seed);
    byte[] hmac = hsm.hmac(token, ByteBuffer.allocate(8).putLong(1).array());
    int truncated = ByteBuffer.wrap(hmac).getInt(hmac[hmac.length - 1] & 0xf) & 0x7fffffff;
    assertThat(String.format("%08d", truncated % 100_000_000)).isEqualTo(code);
  }

  @ParameterizedTest
  @EnumSource(HashAlgorithm.class)
  void keep_sealedSeed_tellsItsKcvAndLeavesNothingInTheHsm(HashAlgorithm algorithm) {
    byte[] seed = SeedFile.random(algorithm.size());
    Token token = hsm.load("kept-" + algorithm, algorithm, seed);
    assertThat(token.kcv()).isEqualTo(SeedFile.kcv(algorithm, seed));
    assertThat(hsm.row(token).kek()).isEqualTo(WrappedHsm.KEK);
    assertThat(hsm.row(token).mac()).hasSize(32);
    assertThat(hsm.row(token).wrapped()).hasSize((algorithm.size() + 7) / 8 * 8 + 8);
    assertThat(hsm.partition.seedCount()).isZero();
    await().untilAsserted(() -> assertThat(held()).isZero());
  }

  @Test
  void generate_wrapped_isTheSameInTheDeviceAndTheRowAndLeavesNothingInTheHsm()
      throws GeneralSecurityException {
    var device = TestKeys.rsa(2048);
    var profile = SeedFile.profile(SHA1);
    var id = SeedFile.token("generated");
    var made = get(hsm.custody.generate(id, profile, device.getPublic().getEncoded()));
    var cipher = SeedFile.oaep();
    cipher.init(Cipher.DECRYPT_MODE, device.getPrivate(), SeedFile.OAEP_SHA1);
    byte[] seed = cipher.doFinal(made.wrapped());
    assertThat(held()).isZero();
    assertThat(hsm.partition.seedCount()).isZero();
    assertThat(made.kcv()).isEqualTo(SeedFile.kcv(SHA1, seed));
    Token token = WrappedHsm.token(id, profile, made.kcv());
    hsm.store.rows.put(id, Objects.requireNonNull(made.row()));
    assertThat(hsm.hmac(token, MESSAGE)).isEqualTo(SeedFile.hmac(SHA1, seed, MESSAGE));
  }

  @Test
  void keep_withoutAnActiveKek_isUnavailable() {
    hsm.kek.activate(null);
    try {
      assertThatThrownBy(() -> hsm.load("none", SHA1, SeedFile.random(20)))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("no KEK is active");
    } finally {
      hsm.kek.activate(WrappedHsm.KEK);
    }
  }
}
