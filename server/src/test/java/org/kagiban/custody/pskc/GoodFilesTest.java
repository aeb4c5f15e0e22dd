package org.kagiban.custody.pskc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.token.HashAlgorithm.SHA1;
import static org.kagiban.token.HashAlgorithm.SHA256;
import static org.kagiban.token.HashAlgorithm.SHA512;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;
import org.kagiban.token.Validity;

/** Files that differ from the usual and are taken deliberately. */
class GoodFilesTest {
  private static final String RFC_KEY_32 =
      "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "good-minimal",
        "good-bom-and-crlf",
        "good-utf-16",
        "good-comments-and-cdata",
      })
  void seal_oddlyWrittenFile_givesTheSeed(String file) throws Exception {
    List<Pskc.Opened> tokens = Pskc.open(Pskc.seal(Pskc.file(file), VendorKey.none()).file());
    assertThat(tokens).hasSize(1);
    assertThat(tokens.get(0).seed()).isEqualTo(Pskc.RFC_SEED);
    assertThat(tokens.get(0).record().profile()).isEqualTo(TokenProfile.DEFAULT);
  }

  @Test
  void seal_everySpellingOfAHash_isUnderstood() throws Exception {
    List<Pskc.Opened> tokens =
        Pskc.open(Pskc.seal(Pskc.file("good-hash-spellings"), VendorKey.none()).file());
    assertThat(tokens)
        .extracting(token -> token.record().profile().algorithm())
        .containsExactly(SHA1, SHA1, SHA256, SHA256, SHA512, SHA512, SHA256);
  }

  @Test
  void seal_seedShorterThanTheHash_isFilledWithZerosAndGivesTheSameHmac() throws Exception {
    for (Pskc.Opened token :
        Pskc.open(Pskc.seal(Pskc.file("good-hash-spellings"), VendorKey.none()).file())) {
      HashAlgorithm hash = token.record().profile().algorithm();
      assertThat(token.seed()).hasSize(hash.size()).startsWith(Pskc.RFC_SEED);
      byte[] data = {0, 0, 0, 0, 0, 0, 0, 1};
      assertThat(Pskc.hmac("Hmac" + hash, token.seed(), data))
          .isEqualTo(Pskc.hmac("Hmac" + hash, Pskc.RFC_SEED, data));
    }
  }

  @Test
  void seal_datesOfDeviceAndKey_givesWhatBothAllow() throws Exception {
    SealedRecord record =
        Pskc.open(Pskc.seal(Pskc.file("good-dates-and-drift"), VendorKey.none()).file())
            .get(0)
            .record();
    assertThat(record.validity())
        .isEqualTo(
            new Validity(
                Instant.parse("2031-01-01T00:00:00Z"), Instant.parse("2037-12-31T00:00:00.5Z")));
    assertThat(record.profile()).isEqualTo(new TokenProfile(OtpType.TOTP, SHA1, 6, 60));
  }

  @Test
  void seal_tenByteSeedAllowed_isFilledToTheHash() throws Exception {
    Pskc.Sealed sealed = Pskc.seal(Pskc.file("seed-too-short"), VendorKey.none(), true);
    assertThat(sealed.refusals()).isEmpty();
    assertThat(Pskc.open(sealed.file()).get(0).seed())
        .asHexString()
        .isEqualTo("31323334353637383930" + "00".repeat(10));
  }

  @ParameterizedTest
  @CsvSource({
    "good-xmlenc-padding, 12345678901234567890123456789012",
    "good-aes192-cbc, 000102030405060708090a0b0c0d0e0f1011121314151617",
  })
  void seal_cbcWithPreSharedKey_givesTheSeed(String file, String key) throws Exception {
    assertThat(seed(file, key)).isEqualTo(Pskc.RFC_SEED);
  }

  @Test
  void seal_pbkdf2Sha256AndPassphraseInJapanese_givesTheSeed() throws Exception {
    byte[] sealed =
        Pskc.seal(
                Pskc.file("good-pbkdf2-sha256-aes256"),
                VendorKey.passphrase("パスフレーズ".toCharArray()))
            .file();
    assertThat(Pskc.open(sealed).get(0).seed()).isEqualTo(Pskc.RFC_SEED);
  }

  /** RFC 3394 sections 4.1 and 4.6. */
  @ParameterizedTest
  @CsvSource({
    "good-kw-aes128-rfc3394, 16, 00112233445566778899aabbccddeeff00000000",
    "good-kw-aes256-rfc3394, 32,"
        + " 00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f",
  })
  void seal_keyWrap_givesTheRfcsKeyData(String file, int keyBytes, String expected)
      throws Exception {
    assertThat(seed(file, RFC_KEY_32.substring(0, 2 * keyBytes)))
        .asHexString()
        .isEqualToIgnoringCase(expected);
  }

  /** RFC 5649 section 6. */
  @Test
  void seal_paddedKeyWrap_givesTheRfcsKeyData() throws Exception {
    assertThat(
            seed("good-kw-aes192-pad-rfc5649", "5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8"))
        .asHexString()
        .isEqualToIgnoringCase("c37b7e6492584340bed12207808941155068f738");
  }

  private static byte[] seed(String file, String key) throws Exception {
    VendorKey vendorKey = VendorKey.preShared(HexFormat.of().parseHex(key));
    return Pskc.open(Pskc.seal(Pskc.file(file), vendorKey).file()).get(0).seed();
  }
}
