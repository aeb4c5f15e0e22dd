package org.kagiban.custody.pskc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.token.HashAlgorithm.SHA1;
import static org.kagiban.token.HashAlgorithm.SHA256;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;
import org.kagiban.token.Validity;

/** Files as vendors, drafts and other servers make them, which are taken deliberately. */
class WildFilesTest {
  private static final String RFC_KEY = "12345678901234567890123456789012";
  private static final Validity KEY_DATES =
      new Validity(Instant.parse("2030-01-01T00:00:00Z"), Instant.parse("2040-01-01T00:00:00Z"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "good-namespace-prefix-on-all",
        "good-namespace-missing",
        "good-bom-utf-8",
        "good-crlf",
        "good-utf-16-big-endian",
        "good-iso-8859-1",
        "good-shift-jis",
        "good-base64-in-lines",
        "good-extensions-and-friendly-names-repeated",
        "good-policy-usages-known",
        "good-policy-empty",
        "good-draft-namespace",
        "good-draft-usage-otp",
        "good-algorithm-without-urn",
        "good-algorithm-in-upper-case",
      })
  void seal_plaintextFile_givesSeedAndProfile(String file) throws Exception {
    assertUsual(only(file, VendorKey.none()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "good-encryption-method-at-key-level",
        "good-encryption-method-at-secret-level",
        "good-encryption-method-in-encryption-key",
        "good-encryption-method-at-container-level",
        "good-encryption-method-twice-alike",
        "good-mac-over-plaintext",
        "good-mac-sha224-over-plaintext",
        "good-mac-key-is-the-encryption-key",
        "good-mac-key-reference-to-the-encryption-key",
        "good-mac-algorithm-in-another-namespace",
        "good-cipher-in-upper-case",
      })
  void seal_fileUnderPreSharedKey_givesSeedAndProfile(String file) throws Exception {
    assertUsual(only(file, preShared()));
  }

  @Test
  void seal_pbes2Scheme_isTheCipherThatItNames() throws Exception {
    assertUsual(only("good-pbes2-encryption-scheme", VendorKey.passphrase("qwerty".toCharArray())));
  }

  @ParameterizedTest
  @CsvSource({
    "good-draft-02-device-and-key-dates, none",
    "good-draft-02-mac-algorithm-element, key",
  })
  void seal_draft02_givesCounterDigitsAndDates(String file, String key) throws Exception {
    Pskc.Opened token = only(file, key.equals("none") ? VendorKey.none() : preShared());
    assertThat(token.seed()).isEqualTo(Pskc.RFC_SEED);
    assertThat(token.record().tokenId().value()).isEqualTo("987654321");
    assertThat(token.record().profile()).isEqualTo(new TokenProfile(OtpType.HOTP, SHA1, 8, 0));
    assertThat(token.record().counter()).isEqualTo(7);
    assertThat(token.record().validity()).isEqualTo(KEY_DATES);
  }

  /** As privacyIDEA exports them, its hash in an attribute. */
  @Test
  void seal_namesInLowerCase_givesTheHashToo() throws Exception {
    Pskc.Opened token = only("good-names-in-lower-case", preShared());
    assertThat(token.seed()).startsWith(Pskc.RFC_SEED);
    assertThat(token.record().tokenId().value()).isEqualTo("TOTP0001D8B6");
    assertThat(token.record().profile()).isEqualTo(new TokenProfile(OtpType.TOTP, SHA256, 6, 30));
  }

  @ParameterizedTest
  @CsvSource({
    "good-serial-of-digits-and-60-seconds, 2600124809778, TOTP, 60",
    "good-serial-with-dashes, 306EUO4-00960, TOTP, 30",
    "good-key-id-with-colon, 10944003, HOTP, 0",
  })
  void seal_vendorsSerial_isTheTokenId(String file, String id, OtpType type, int period)
      throws Exception {
    Pskc.Opened token = only(file, VendorKey.none());
    assertThat(token.seed()).isEqualTo(Pskc.RFC_SEED);
    assertThat(token.record().tokenId().value()).isEqualTo(id);
    assertThat(token.record().profile()).isEqualTo(new TokenProfile(type, SHA1, 6, period));
  }

  /** Who loads the file decides, since that needs the tokens of other files too. */
  @ParameterizedTest
  @ValueSource(strings = {"serial-twice", "serial-twice-with-another-seed"})
  void seal_duplicateSerials_areBothSealedInOrder(String file) throws Exception {
    List<Pskc.Opened> tokens = Pskc.open(seal(file, VendorKey.none()).file());
    assertThat(tokens)
        .extracting(token -> token.record().tokenId().value())
        .containsExactly("VSST00000002", "VSST00000002");
    assertThat(tokens.get(0).seed()).isEqualTo(Pskc.RFC_SEED);
    boolean same = file.equals("serial-twice");
    assertThat(Arrays.equals(tokens.get(1).seed(), Pskc.RFC_SEED)).isEqualTo(same);
  }

  /** The first MAC that fits says what all of them cover. */
  @Test
  void seal_macsOfBothSorts_refusesThoseUnlikeTheFirst() throws Exception {
    Pskc.Sealed sealed = seal("mac-over-plaintext-and-cipher-mixed", preShared());
    assertThat(sealed.refusals()).hasSize(1);
    assertThat(sealed.refusals().get(0).record()).isEqualTo(2);
    assertThat(sealed.refusals().get(0).reason()).isEqualTo(RefusalReason.MAC_WRONG);
    assertThat(Pskc.open(sealed.file()))
        .extracting(token -> token.record().tokenId().value())
        .containsExactly("VSST00000001");
  }

  private static void assertUsual(Pskc.Opened token) {
    assertThat(token.seed()).isEqualTo(Pskc.RFC_SEED);
    assertThat(token.record().profile()).isEqualTo(TokenProfile.DEFAULT);
    assertThat(token.record().tokenId().value()).isIn("VSST00000001", "VSST00000002");
  }

  private static Pskc.Opened only(String file, VendorKey key) throws Exception {
    Pskc.Sealed sealed = seal(file, key);
    assertThat(sealed.refusals()).isEmpty();
    List<Pskc.Opened> tokens = Pskc.open(sealed.file());
    assertThat(tokens).hasSize(1);
    return tokens.get(0);
  }

  private static Pskc.Sealed seal(String file, VendorKey key) throws Exception {
    return Pskc.seal(Pskc.file(file), key);
  }

  private static VendorKey preShared() {
    return VendorKey.preShared(HexFormat.of().parseHex(RFC_KEY));
  }
}
