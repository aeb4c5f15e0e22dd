package org.kagiban.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kagiban.otp.HotpCode;
import org.kagiban.otp.Transaction;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;

final class SoftwareTokenTest {
  private static final String DIGITS = "1234567890";

  /** RFC 6238 appendix B. */
  @ParameterizedTest
  @CsvSource({
    "SHA1, 59, 94287082",
    "SHA256, 59, 46119246",
    "SHA512, 59, 90693936",
    "SHA1, 1111111109, 07081804",
    "SHA256, 1111111109, 68084774",
    "SHA512, 1111111109, 25091201",
    "SHA1, 1111111111, 14050471",
    "SHA256, 1111111111, 67062674",
    "SHA512, 1111111111, 99943326",
    "SHA1, 1234567890, 89005924",
    "SHA256, 1234567890, 91819424",
    "SHA512, 1234567890, 93441116",
    "SHA1, 2000000000, 69279037",
    "SHA256, 2000000000, 90698825",
    "SHA512, 2000000000, 38618901",
    "SHA1, 20000000000, 65353130",
    "SHA256, 20000000000, 77737706",
    "SHA512, 20000000000, 47863826"
  })
  void read_rfc6238Vectors_showsTheirCodes(HashAlgorithm hash, long seconds, String code)
      throws GeneralSecurityException {
    byte[] seed = DIGITS.repeat(7).substring(0, hash.size()).getBytes(US_ASCII);
    TokenProfile profile = new TokenProfile(OtpType.TOTP, hash, 8, 30);

    SoftwareToken token = SoftwareToken.of("VSST12345678", profile, seed, at(seconds));

    assertThat(token.read().code()).isEqualTo(code);
  }

  /** The message as RFC 6287 section 5.1 has it, put together by hand. */
  @ParameterizedTest
  @CsvSource({
    "SHA1, 6, 30, OCRA-1:HOTP-SHA1-6:QH64-T30S",
    "SHA256, 8, 60, OCRA-1:HOTP-SHA256-8:QH64-T1M",
    "SHA512, 7, 30, OCRA-1:HOTP-SHA512-7:QH64-T30S"
  })
  void sign_transaction_isTheOcraOfItsHash(HashAlgorithm hash, int digits, int period, String suite)
      throws GeneralSecurityException {
    byte[] seed = DIGITS.repeat(7).substring(0, hash.size()).getBytes(US_ASCII);
    Transaction transaction =
        new Transaction(List.of(new Transaction.Field("amount", "50000 JPY")));
    Mac mac = Mac.getInstance("Hmac" + hash);
    mac.init(new SecretKeySpec(seed, "RAW"));
    mac.update((suite + "\0").getBytes(US_ASCII));
    mac.update(transaction.hash());
    mac.update(new byte[96]);
    byte[] expected =
        HotpCode.truncate(
            mac.doFinal(ByteBuffer.allocate(8).putLong(1111111109L / period).array()), digits);

    TokenProfile profile = new TokenProfile(OtpType.TOTP, hash, digits, period);
    SoftwareToken token = SoftwareToken.of("VSST12345678", profile, seed, at(1111111109L));

    assertThat(token.sign(transaction)).isEqualTo(new String(expected, US_ASCII));
  }

  @Test
  void open_seedWrappedWithOaepSha1_givesTheSameCodes() throws GeneralSecurityException {
    KeyPair pair = newKey();
    byte[] wrapped = wrap(DIGITS.repeat(2).getBytes(US_ASCII), pair.getPublic(), "SHA-1");
    TokenProfile profile = new TokenProfile(OtpType.TOTP, HashAlgorithm.SHA1, 8, 30);

    SoftwareToken token =
        SoftwareToken.open("VSST12345678", profile, wrapped, pair.getPrivate(), at(59));

    assertThat(token.read().code()).isEqualTo("94287082");
  }

  @Test
  void open_seedWrappedForAnotherDevice_isRefused() throws GeneralSecurityException {
    byte[] wrapped = wrap(new byte[20], newKey().getPublic(), "SHA-1");
    KeyPair other = newKey();

    assertThatThrownBy(
            () ->
                SoftwareToken.open(
                    "VSST12345678", TokenProfile.DEFAULT, wrapped, other.getPrivate(), at(0)))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void open_seedWrappedWithAnotherHash_isRefused() throws GeneralSecurityException {
    KeyPair pair = newKey();
    byte[] wrapped = wrap(new byte[20], pair.getPublic(), "SHA-256");

    assertThatThrownBy(
            () ->
                SoftwareToken.open(
                    "VSST12345678", TokenProfile.DEFAULT, wrapped, pair.getPrivate(), at(0)))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @ParameterizedTest
  @CsvSource({"0, 30", "1, 29", "29, 1", "30, 30", "59, 1"})
  void read_withinAStep_countsTheSecondsLeft(long seconds, int left)
      throws GeneralSecurityException {
    SoftwareToken token =
        SoftwareToken.of("VSST12345678", TokenProfile.DEFAULT, new byte[20], at(seconds));

    assertThat(token.read().secondsLeft()).isEqualTo(left);
    assertThat(token.read().step()).isEqualTo(seconds / 30);
  }

  @Test
  void toString_showsNoSeed() throws GeneralSecurityException {
    SoftwareToken token =
        SoftwareToken.of("VSST12345678", TokenProfile.DEFAULT, new byte[20], at(0));

    assertThat(token).hasToString("SoftwareToken[VSST12345678, seed redacted]");
  }

  private static Clock at(long seconds) {
    return Clock.fixed(Instant.ofEpochSecond(seconds), ZoneOffset.UTC);
  }

  static KeyPair newKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  static byte[] wrap(byte[] seed, PublicKey key, String hash) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        key,
        new OAEPParameterSpec(
            hash, "MGF1", new MGF1ParameterSpec(hash), PSource.PSpecified.DEFAULT));
    return cipher.doFinal(seed);
  }
}
