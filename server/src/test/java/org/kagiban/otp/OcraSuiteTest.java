package org.kagiban.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;

/** RFC 6287 section 6. */
class OcraSuiteTest {
  @Test
  void parse_everyPart_isRead() {
    OcraSuite suite = OcraSuite.parse("OCRA-1:HOTP-SHA512-8:C-QA10-PSHA256-S128-T12H");
    assertThat(suite.algorithm()).isEqualTo(HashAlgorithm.SHA512);
    assertThat(suite.digits()).isEqualTo(8);
    assertThat(suite.counter()).isTrue();
    assertThat(suite.question()).isEqualTo(OcraSuite.Question.ALPHANUMERIC);
    assertThat(suite.questionLength()).isEqualTo(10);
    assertThat(suite.pin()).isEqualTo(HashAlgorithm.SHA256);
    assertThat(suite.session()).isEqualTo(128);
    assertThat(suite.stepSeconds()).isEqualTo(12 * 3600);
  }

  @ParameterizedTest
  @CsvSource({"T,60", "T1S,1", "T59S,59", "T1M,60", "T59M,3540", "T1H,3600", "T48H,172800"})
  void parse_timeSteps_areSeconds(String step, int seconds) {
    assertThat(OcraSuite.parse("OCRA-1:HOTP-SHA1-6:QN08-" + step).stepSeconds()).isEqualTo(seconds);
  }

  @ParameterizedTest
  @CsvSource({"S,64", "S001,1", "S512,512"})
  void parse_sessions_areBytes(String session, int bytes) {
    assertThat(OcraSuite.parse("OCRA-1:HOTP-SHA1-0:QH04-" + session).session()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "OCRA-1:HOTP-SHA1-6",
        "OCRA-2:HOTP-SHA1-6:QN08",
        "OCRA-1:HOTP-SHA1-6:QN08:",
        "ocra-1:HOTP-SHA1-6:QN08",
        "OCRA-1:HOTP-MD5-6:QN08",
        "OCRA-1:HOTP-SHA1-3:QN08",
        "OCRA-1:HOTP-SHA1-11:QN08",
        "OCRA-1:HOTP-SHA1-06:QN08",
        "OCRA-1:HOTP-SHA1-6:",
        "OCRA-1:HOTP-SHA1-6:C",
        "OCRA-1:HOTP-SHA1-6:QN03",
        "OCRA-1:HOTP-SHA1-6:QN65",
        "OCRA-1:HOTP-SHA1-6:QX08",
        "OCRA-1:HOTP-SHA1-6:QN08-C",
        "OCRA-1:HOTP-SHA1-6:QN08-PMD5",
        "OCRA-1:HOTP-SHA1-6:QN08-S000",
        "OCRA-1:HOTP-SHA1-6:QN08-S513",
        "OCRA-1:HOTP-SHA1-6:QN08-T1M-S064",
        "OCRA-1:HOTP-SHA1-6:QN08-T0S",
        "OCRA-1:HOTP-SHA1-6:QN08-T60M",
        "OCRA-1:HOTP-SHA1-6:QN08-T49H",
        "OCRA-1:HOTP-SHA1-6:QN08-T0H",
        "OCRA-1:HOTP-SHA1-6:QN08\n"
      })
  void parse_malformed_isRefusedAndQuoted(String text) {
    assertThatThrownBy(() -> OcraSuite.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("the suite was " + text);
  }

  @Test
  void message_ofEveryPart_hasThemInTheRfcsOrder() {
    OcraSuite suite = OcraSuite.parse("OCRA-1:HOTP-SHA1-6:C-QN08-PSHA1-S004-T1M");
    byte[] message =
        OcraInput.of(suite)
            .counter(1)
            .question("12345678")
            .pinHash("p".repeat(20).getBytes(java.nio.charset.StandardCharsets.US_ASCII))
            .session(new byte[] {(byte) 0xab})
            .step(0x132d0b6)
            .message();
    String expected =
        HexFormat.of().formatHex(suite.text().getBytes(java.nio.charset.StandardCharsets.US_ASCII))
            + "00"
            + "0000000000000001"
            // 12345678 is 0xBC614E.
            + ("bc614e" + "0".repeat(250))
            + "70".repeat(20)
            + "000000ab"
            + "000000000132d0b6";
    assertThat(HexFormat.of().formatHex(message)).isEqualTo(expected);
  }

  @Test
  void message_ofWrongInput_isRefused() {
    OcraSuite numeric = OcraSuite.parse("OCRA-1:HOTP-SHA1-6:QN08-PSHA1");
    assertThatThrownBy(() -> OcraInput.of(numeric).question("12a")).hasMessageContaining("0-9");
    assertThatThrownBy(() -> OcraInput.of(numeric).question("1".repeat(17)))
        .hasMessageContaining("1 to 16");
    assertThatThrownBy(() -> OcraInput.of(numeric).message()).hasMessageContaining("a question");
    assertThatThrownBy(() -> OcraInput.of(numeric).question("1").message())
        .hasMessageContaining("PIN");
    OcraSuite hex = OcraSuite.parse("OCRA-1:HOTP-SHA1-6:QH08");
    assertThatThrownBy(() -> OcraInput.of(hex).question("0g")).hasMessageContaining("A-F");
    assertThatThrownBy(() -> OcraInput.of(hex).question("0").session(new byte[1]).message())
        .hasMessageContaining("session");
  }

  @Test
  void suite_ofATokensProfile_isTheOneInTheReadme() {
    assertThat(TransactionSignature.suite(TokenProfile.DEFAULT).text())
        .isEqualTo("OCRA-1:HOTP-SHA1-6:QH64-T30S");
    TokenProfile slow = new TokenProfile(OtpType.TOTP, HashAlgorithm.SHA512, 8, 60);
    assertThat(TransactionSignature.suite(slow).text()).isEqualTo("OCRA-1:HOTP-SHA512-8:QH64-T1M");
  }
}
