package org.kagiban.custody.pskc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;
import org.kagiban.token.Validity;

/**
 * The figures of RFC 6030 that carry usable keys. The ValueMACs of figures 6 and 7 are right as
 * printed: HMAC-SHA1 over the CipherValue with its IV.
 */
class Rfc6030Test {
  private static final TokenProfile HOTP_8 =
      new TokenProfile(OtpType.HOTP, HashAlgorithm.SHA1, 8, 0);

  @Test
  void figure2_minimal_isRead() throws Exception {
    try (var reader = new PskcReader(stream("rfc6030-figure-2"), true)) {
      PskcRecord record = Objects.requireNonNull(reader.next(Pskc.UNEXPECTED));
      assertThat(record.tokenId().value()).isEqualTo("12345678");
      assertThat(record.profile())
          .isEqualTo(new TokenProfile(OtpType.HOTP, HashAlgorithm.SHA1, 6, 0));
      assertThat(((Secret.Plain) record.secret()).seed().paddedTo(0))
          .asString(StandardCharsets.US_ASCII)
          .isEqualTo("1234");
    }
  }

  @Test
  void figure2_seedOfFourBytes_isNotSealed() throws Exception {
    List<Refusal> refusals = new ArrayList<>();
    SeedSealer sealer = new SeedSealer(Pskc.IMPORT_KEY.getPublic(), true);
    InputStream file = stream("rfc6030-figure-2");
    var out = new ByteArrayOutputStream();
    assertThatThrownBy(() -> sealer.seal(file, VendorKey.none(), out, refusals::add))
        .isInstanceOf(PskcException.class);
    assertThat(refusals).extracting(Refusal::reason).containsExactly(RefusalReason.SEED_TOO_SHORT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "5"})
  void plaintextFigures_sealed_giveTheSeed(String figure) throws Exception {
    assertOneToken(Pskc.seal(Pskc.file("rfc6030-figure-" + figure), VendorKey.none()), "987654321");
  }

  @Test
  void figure5_pinKey_isRefused() throws Exception {
    assertThat(Pskc.seal(Pskc.file("rfc6030-figure-5"), VendorKey.none()).refusals())
        .extracting(Refusal::record, Refusal::line, Refusal::tokenId, Refusal::reason)
        .containsExactly(tuple(2L, 36, "987654321", RefusalReason.ALGORITHM_UNSUPPORTED));
  }

  @Test
  void figure6_preSharedKey_givesTheSeed() throws Exception {
    byte[] key = HexFormat.of().parseHex("12345678901234567890123456789012");
    assertOneToken(Pskc.seal(Pskc.file("rfc6030-figure-6"), VendorKey.preShared(key)), "987654321");
  }

  @Test
  void figure7_passphrase_givesTheSeed() throws Exception {
    assertOneToken(
        Pskc.seal(Pskc.file("rfc6030-figure-7"), VendorKey.passphrase("qwerty".toCharArray())),
        "987654321");
  }

  @Test
  void figure7_passphrase_derivesTheKeyOfOtherImplementations() throws Exception {
    try (var reader = new PskcReader(stream("rfc6030-figure-7"), true)) {
      assertThat(FileKey.of(reader.header(), VendorKey.passphrase("qwerty".toCharArray())))
          .asHexString()
          .isEqualToIgnoringCase("651e63cd57008476af1ff6422cd02e41");
    }
  }

  @Test
  void figure10_bulk_givesEverySeedAndItsValidity() throws Exception {
    List<Pskc.Opened> tokens =
        Pskc.open(Pskc.seal(Pskc.file("rfc6030-figure-10"), VendorKey.none()).file());
    assertThat(tokens)
        .extracting(token -> token.record().tokenId().value())
        .containsExactly("654321", "123456", "9999999", "9999999");
    assertThat(tokens).allSatisfy(t -> assertThat(t.seed()).isEqualTo(Pskc.RFC_SEED));
    assertThat(tokens.get(2).record().validity())
        .isEqualTo(
            new Validity(
                Instant.parse("2006-03-01T00:00:00Z"), Instant.parse("2006-03-31T00:00:00Z")));
  }

  private static void assertOneToken(Pskc.Sealed sealed, String tokenId) throws Exception {
    List<Pskc.Opened> tokens = Pskc.open(sealed.file());
    assertThat(tokens).hasSize(1);
    SealedRecord record = tokens.get(0).record();
    assertThat(record.tokenId().value()).isEqualTo(tokenId);
    assertThat(record.profile()).isEqualTo(HOTP_8);
    assertThat(record.counter()).isZero();
    assertThat(record.validity()).isEqualTo(Validity.ALWAYS);
    assertThat(tokens.get(0).seed()).isEqualTo(Pskc.RFC_SEED);
  }

  private static InputStream stream(String name) throws IOException {
    return new ByteArrayInputStream(Pskc.file(name));
  }
}
