package org.kagiban.custody.pskc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kagiban.custody.pskc.PskcException.Problem;

/** Every file is named after what is wrong with it. */
class BrokenFilesTest {
  private static final String KEY = "12345678901234567890123456789012";

  /** The first record is bad, the second good. */
  @ParameterizedTest
  @CsvSource({
    "two-secrets, DUPLICATE_ELEMENT",
    "two-keys-in-a-package, DUPLICATE_ELEMENT",
    "two-serials, DUPLICATE_ELEMENT",
    "two-response-formats, DUPLICATE_ELEMENT",
    "no-key, NO_KEY",
    "no-secret, NO_SEED",
    "secret-empty, NO_SEED",
    "no-token-id, NO_TOKEN_ID",
    "token-id-with-space, BAD_TOKEN_ID",
    "token-id-too-long, BAD_TOKEN_ID",
    "serial-too-long, VALUE_TOO_LONG",
    "serial-with-element-inside, BAD_ELEMENT",
    "base64-broken, BAD_BASE64",
    "counter-negative, BAD_NUMBER",
    "counter-not-a-number, BAD_NUMBER",
    "counter-too-large, BAD_NUMBER",
    "counter-empty, BAD_NUMBER",
    "counter-encrypted, ENCRYPTED_FIELD",
    "digits-5, FORMAT_UNSUPPORTED",
    "digits-9, FORMAT_UNSUPPORTED",
    "digits-not-a-number, BAD_NUMBER",
    "period-45, PERIOD_UNSUPPORTED",
    "encoding-alphanumeric, FORMAT_UNSUPPORTED",
    "check-digits, FORMAT_UNSUPPORTED",
    "challenge-format, FORMAT_UNSUPPORTED",
    "algorithm-ocra, ALGORITHM_UNSUPPORTED",
    "algorithm-missing, ALGORITHM_UNSUPPORTED",
    "suite-sha384, ALGORITHM_UNSUPPORTED",
    "policy-unknown-element, POLICY_UNSUPPORTED",
    "policy-unknown-namespace, POLICY_UNSUPPORTED",
    "policy-unknown-attribute, POLICY_UNSUPPORTED",
    "policy-key-usage-unknown, POLICY_UNSUPPORTED",
    "policy-key-usage-with-attribute, POLICY_UNSUPPORTED",
    "policy-pin-unknown-value, POLICY_UNSUPPORTED",
    "policy-pin-attribute-of-another-namespace, POLICY_UNSUPPORTED",
    "policy-of-another-namespace, POLICY_UNSUPPORTED",
    "policy-in-the-package, POLICY_UNSUPPORTED",
    "policy-twice, DUPLICATE_ELEMENT",
    "usage-unknown-attribute, POLICY_UNSUPPORTED",
    "usage-unknown-value, POLICY_UNSUPPORTED",
    "usage-without-otp, KEY_USAGE",
    "secret-in-two-letter-cases, DUPLICATE_ELEMENT",
    "two-keys-in-a-draft-device, DUPLICATE_ELEMENT",
    "suite-names-two-hashes, BAD_ELEMENT",
    "expiry-with-slashes, BAD_DATE",
    "seed-in-hexadecimal, BAD_BASE64",
    "counter-in-base64, BAD_NUMBER",
    "policy-number-of-transactions, POLICY_UNSUPPORTED",
    "policy-pin-prepended, POLICY_UNSUPPORTED",
    "policy-pin-unknown-attribute, POLICY_UNSUPPORTED",
    "policy-pin-unknown-element, POLICY_UNSUPPORTED",
    "key-usage-encrypt, KEY_USAGE",
    "date-broken, BAD_DATE",
    "date-in-year-99999, BAD_DATE",
    "expiry-before-start, BAD_VALIDITY",
    "seed-too-long, SEED_TOO_LONG",
    "seed-too-short, SEED_TOO_SHORT",
    "seed-empty, SEED_TOO_SHORT",
    "seed-of-a-novel, VALUE_TOO_LONG",
  })
  void seal_badRecord_isRefusedAndTheNextIsSealed(String file, RefusalReason reason)
      throws Exception {
    assertFirstRefused(Pskc.seal(Pskc.file(file), VendorKey.none()), reason);
  }

  @ParameterizedTest
  @CsvSource({
    "mac-wrong, MAC_WRONG",
    "mac-cut, MAC_WRONG",
    "mac-missing, MAC_MISSING",
    "mac-over-another-plaintext, MAC_WRONG",
    "value-mac-outside-the-secret, MAC_MISSING",
    "encryption-method-missing, BAD_ELEMENT",
    "encryption-method-without-algorithm, BAD_ELEMENT",
    "encryption-methods-contradict, BAD_ELEMENT",
    "iv-apart-from-the-value, ENCRYPTION_UNSUPPORTED",
    "iv-missing, MAC_WRONG",
    "cipher-not-in-blocks, MAC_WRONG",
    "padding-broken, MAC_WRONG",
    "padding-zero, MAC_WRONG",
    "cipher-3des, ENCRYPTION_UNSUPPORTED",
    "cipher-value-missing, BAD_ELEMENT",
    "plaintext-seed-in-encrypted-file, PLAINTEXT_SEED",
    "plaintext-and-encrypted, BAD_ELEMENT",
  })
  void seal_badEncryptedRecord_isRefusedAndTheNextIsSealed(String file, RefusalReason reason)
      throws Exception {
    assertFirstRefused(Pskc.seal(Pskc.file(file), key(KEY)), reason);
  }

  @Test
  void seal_changedWrappedSeed_isRefusedAndTheNextIsSealed() throws Exception {
    assertFirstRefused(
        Pskc.seal(Pskc.file("wrapped-seed-changed"), key("000102030405060708090a0b0c0d0e0f")),
        RefusalReason.MAC_WRONG);
  }

  @ParameterizedTest
  @CsvSource({
    "empty, none, NOT_XML",
    "not-xml, none, NOT_XML",
    "truncated, none, NOT_XML",
    "end-tag-wrong, none, NOT_XML",
    "text-after-the-end, none, NOT_XML",
    "unknown-character-encoding, none, NOT_XML",
    "not-utf-8, none, NOT_XML",
    "iso-8859-1-bytes-declared-utf-8, none, NOT_XML",
    "utf-16-declared-but-utf-8, none, NOT_XML",
    "doctype, none, DOCTYPE",
    "parameter-entity, none, DOCTYPE",
    "quadratic-blowup, none, DOCTYPE",
    "external-entity, none, DOCTYPE",
    "billion-laughs, none, DOCTYPE",
    "undeclared-entity, none, DOCTYPE",
    "other-root, none, NOT_PSKC",
    "version-2, none, NOT_PSKC",
    "draft-oath-2006, none, DRAFT_FORMAT",
    "draft-container-1.0, 12345678901234567890123456789012, DRAFT_FORMAT",
    "policy-for-the-container, none, UNSUPPORTED",
    "encryption-methods-contradict-above-the-records, 12345678901234567890123456789012, BAD_STRUCTURE",
    "mac-key-reference-to-another-key, 12345678901234567890123456789012, UNSUPPORTED",
    "no-records, none, BAD_STRUCTURE",
    "encryption-key-after-the-records, none, BAD_STRUCTURE",
    "encryption-key-missing, none, BAD_STRUCTURE",
    "encryption-key-missing, 12345678901234567890123456789012, WRONG_KIND_OF_KEY",
    "encryption-key-and-mac-method-missing, none, BAD_STRUCTURE",
    "two-encryption-keys, 12345678901234567890123456789012, BAD_STRUCTURE",
    "certificate-instead-of-key, 12345678901234567890123456789012, UNSUPPORTED",
    "mac-method-missing, 12345678901234567890123456789012, MAC_MISSING",
    "mac-key-missing, 12345678901234567890123456789012, MAC_WRONG",
    "mac-algorithm-md5, 12345678901234567890123456789012, UNSUPPORTED",
    "value-mac-without-mac-method, 000102030405060708090a0b0c0d0e0f, MAC_MISSING",
    "iteration-count-absurd, qwerty, BAD_STRUCTURE",
    "iteration-count-zero, qwerty, BAD_STRUCTURE",
    "iteration-count-not-a-number, qwerty, BAD_STRUCTURE",
    "key-length-13, qwerty, BAD_STRUCTURE",
    "salt-missing, qwerty, BAD_STRUCTURE",
    "salt-from-elsewhere, qwerty, BAD_STRUCTURE",
    "prf-md5, qwerty, BAD_STRUCTURE",
    "derivation-scrypt, qwerty, BAD_STRUCTURE",
    "rfc6030-figure-3, 12345678901234567890123456789012, WRONG_KIND_OF_KEY",
    "rfc6030-figure-6, none, KEY_NEEDED",
    "rfc6030-figure-6, qwerty, WRONG_KIND_OF_KEY",
    "rfc6030-figure-6, 12345678901234567890123456789013, MAC_WRONG",
    "rfc6030-figure-6, 1234567890123456789012345678901212345678901234567890123456789012, WRONG_KIND_OF_KEY",
    "rfc6030-figure-7, none, KEY_NEEDED",
    "rfc6030-figure-7, 12345678901234567890123456789012, WRONG_KIND_OF_KEY",
    "rfc6030-figure-7, qwertz, MAC_WRONG",
  })
  void seal_badFile_isRefusedWhole(String file, String key, Problem problem) throws Exception {
    PskcException e = caught(Pskc.file(file), key(key));
    assertThat(e.problem()).isEqualTo(problem);
    assertThat(e.getMessage()).hasSizeGreaterThan(30).doesNotContain("MTIzNDU2", "1234567890");
  }

  @Test
  void seal_truncated_saysWhere() throws Exception {
    PskcException e = caught(Pskc.file("truncated"), VendorKey.none());
    assertThat(e.line()).isEqualTo(12);
    assertThat(e.column()).isPositive();
    assertThat(e).hasMessageStartingWith("line 12, column ");
  }

  @Test
  void seal_manyWrongMacs_endsEarlyWithoutAReportForEach() throws Exception {
    String file = Pskc.text("rfc6030-figure-6");
    int from = file.indexOf("    <KeyPackage>");
    int to = file.indexOf("</KeyContainer>");
    String many = file.substring(0, from) + file.substring(from, to).repeat(11);
    // Nothing ends the document: it is not read that far.
    PskcException e = caught(many.getBytes(StandardCharsets.UTF_8), key("ff".repeat(16)));
    assertThat(e.problem()).isEqualTo(Problem.MAC_WRONG);
  }

  private static void assertFirstRefused(Pskc.Sealed sealed, RefusalReason reason)
      throws Exception {
    assertThat(sealed.refusals()).hasSize(1);
    Refusal refusal = sealed.refusals().get(0);
    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal.record()).isEqualTo(1);
    assertThat(refusal.line()).isBetween(3, 5);
    assertThat(refusal.message()).hasSizeGreaterThan(20).endsWith(".");
    assertThat(sealed.report()).isEqualTo(new SealReport(2, 1, 1));
    assertThat(Pskc.open(sealed.file()))
        .extracting(token -> token.record().tokenId().value())
        .containsExactly("VSST00000002");
  }

  private static PskcException caught(byte[] file, VendorKey key) {
    return catchThrowableOfType(PskcException.class, () -> Pskc.seal(file, key));
  }

  private static VendorKey key(String text) {
    if (text.equals("none")) {
      return VendorKey.none();
    }
    return text.startsWith("qwert")
        ? VendorKey.passphrase(text.toCharArray())
        : VendorKey.preShared(HexFormat.of().parseHex(text));
  }
}
