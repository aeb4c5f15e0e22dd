package org.kagiban.hsm;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagiban.hsm.RunningHsm.get;
import static org.kagiban.token.HashAlgorithm.SHA1;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.kagiban.custody.KeyCustody.GeneratedSeed;
import org.kagiban.custody.KeyRefusedException;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.SeedRef;
import org.kagiban.token.TokenId;
import sun.security.pkcs11.wrapper.PKCS11Constants;

@ExtendWith(HsmContract.class)
class GeneratedSeedTest {
  private static final byte[] MESSAGE = "message".getBytes(US_ASCII);
  private static final KeyPair DEVICE = TestKeys.rsa(2048);
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
  void generate_seed_isTheSameInTheDeviceAndTheHsm(HashAlgorithm algorithm)
      throws GeneralSecurityException {
    SeedRef ref = SeedFile.ref("made-" + algorithm);
    GeneratedSeed made =
        get(
            hsm.custody.generate(
                new TokenId(ref.value()),
                SeedFile.profile(algorithm),
                DEVICE.getPublic().getEncoded()));
    byte[] seed = unwrap(made.wrapped());
    assertThat(seed).hasSize(algorithm.size());
    assertThat(made.kcv()).isEqualTo(SeedFile.kcv(algorithm, seed));
    assertThat(hsm.hmac(ref, algorithm, MESSAGE))
        .isEqualTo(SeedFile.hmac(algorithm, seed, MESSAGE));
  }

  @Test
  void generate_twiceUnderOneReference_keepsTheSecondOnly() throws GeneralSecurityException {
    SeedRef ref = SeedFile.ref("TWICE");
    byte[] spki = DEVICE.getPublic().getEncoded();
    byte[] first =
        unwrap(
            get(hsm.custody.generate(new TokenId(ref.value()), SeedFile.profile(SHA1), spki))
                .wrapped());
    byte[] second =
        unwrap(
            get(hsm.custody.generate(new TokenId(ref.value()), SeedFile.profile(SHA1), spki))
                .wrapped());
    assertThat(second).isNotEqualTo(first);
    assertThat(hsm.hmac(ref, SHA1, MESSAGE)).isEqualTo(SeedFile.hmac(SHA1, second, MESSAGE));
    assertThat(HsmInventory.read(hsm.partition).objects())
        .filteredOn(o -> o.id().equals("TWICE"))
        .hasSize(1);
  }

  @Test
  void generate_seed_leavesNoSessionObjectBehind() {
    long before = sessionObjects();
    get(
        hsm.custody.generate(
            SeedFile.token("tidy"), SeedFile.profile(SHA1), DEVICE.getPublic().getEncoded()));
    assertThat(sessionObjects()).isEqualTo(before);
  }

  static Stream<Arguments> refusedKeys() throws GeneralSecurityException {
    RSAPublicKey good = (RSAPublicKey) DEVICE.getPublic();
    byte[] spki = good.getEncoded();
    return Stream.of(
        Arguments.of("nothing", new byte[0], "SubjectPublicKeyInfo"),
        Arguments.of("noise", new byte[] {1, 2, 3}, "SubjectPublicKeyInfo"),
        Arguments.of("cut short", Arrays.copyOf(spki, spki.length - 5), "SubjectPublicKeyInfo"),
        Arguments.of("EC", TestKeys.pair("EC", 256).getPublic().getEncoded(), "RSA"),
        Arguments.of("1024 bits", TestKeys.rsa(1024).getPublic().getEncoded(), "1024 bits"),
        Arguments.of("8192 bits", rsa(BigInteger.ONE.shiftLeft(8191).setBit(0), 65537), "8192"),
        Arguments.of("exponent 3", rsa(good.getModulus(), 3), "exponent"),
        Arguments.of("even exponent", rsa(good.getModulus(), 65538), "exponent"),
        Arguments.of("even modulus", rsa(good.getModulus().clearBit(0), 65537), "even"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedKeys")
  void generate_unusableDeviceKey_isRefusedAndMakesNothing(
      String name, byte[] spki, String message) {
    int before = hsm.partition.seedCount();
    assertThatThrownBy(
            () ->
                get(hsm.custody.generate(SeedFile.token("refused"), SeedFile.profile(SHA1), spki)))
        .isInstanceOf(KeyRefusedException.class)
        .hasMessageContaining(message);
    assertThat(hsm.partition.seedCount()).as(name).isEqualTo(before);
  }

  private static byte[] rsa(BigInteger modulus, long exponent) throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(exponent)))
        .getEncoded();
  }

  private static byte[] unwrap(byte[] wrapped) throws GeneralSecurityException {
    Cipher cipher = SeedFile.oaep();
    cipher.init(Cipher.DECRYPT_MODE, DEVICE.getPrivate(), SeedFile.OAEP_SHA1);
    return cipher.doFinal(wrapped);
  }

  private static int sessionObjects() {
    Template any = new Template().flag(PKCS11Constants.CKA_TOKEN, false);
    return get(hsm.workers.submit(session -> session.find(any).size()));
  }
}
