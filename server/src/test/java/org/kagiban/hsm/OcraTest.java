package org.kagiban.hsm;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.hsm.RunningHsm.get;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kagiban.custody.TransportKey;
import org.kagiban.otp.HotpCode;
import org.kagiban.otp.OcraInput;
import org.kagiban.otp.OcraSuite;
import org.kagiban.token.HashAlgorithm;

/** Every test value of RFC 6287 appendix C, with the HMAC in the HSM. */
@ExtendWith(HsmContract.class)
class OcraTest {
  /** Of appendix C: 25 March 2008, 12:06:30 GMT, in minutes. */
  private static final long STEP = 0x132d0b6;

  private static RunningHsm hsm;

  @BeforeAll
  static void start(HsmKind kind) {
    hsm = new RunningHsm(kind.initialised().config());
    SeedFile file = new SeedFile();
    try (TransportKey key = file.openIn(hsm.custody)) {
      List<TransportKey.SealedSeed> seeds =
          Arrays.stream(HashAlgorithm.values())
              .map(a -> file.seal("ocra-" + a, a, key(a)))
              .toList();
      assertThat(get(key.keep(seeds))).allMatch(o -> o instanceof TransportKey.Outcome.Good);
    }
  }

  /** "12345678901234567890" and so on: 20, 32 and 64 bytes. */
  private static byte[] key(HashAlgorithm algorithm) {
    return "1234567890".repeat(7).substring(0, algorithm.size()).getBytes(US_ASCII);
  }

  @AfterAll
  static void stop() {
    hsm.close();
  }

  private static String code(String suiteText, long counter, String question) throws Exception {
    OcraSuite suite = OcraSuite.parse(suiteText);
    byte[] pin = MessageDigest.getInstance("SHA-1").digest("1234".getBytes(US_ASCII));
    byte[] message =
        OcraInput.of(suite).counter(counter).question(question).pinHash(pin).step(STEP).message();
    byte[] mac = hsm.hmac(SeedFile.ref("ocra-" + suite.algorithm()), suite.algorithm(), message);
    return new String(HotpCode.truncate(mac, suite.digits()), US_ASCII);
  }

  /** Appendix C.1, one-way challenge-response. */
  @ParameterizedTest
  @CsvSource({
    "HOTP-SHA1-6:QN08, 0, 00000000, 237653",
    "HOTP-SHA1-6:QN08, 0, 11111111, 243178",
    "HOTP-SHA1-6:QN08, 0, 22222222, 653583",
    "HOTP-SHA1-6:QN08, 0, 33333333, 740991",
    "HOTP-SHA1-6:QN08, 0, 44444444, 608993",
    "HOTP-SHA1-6:QN08, 0, 55555555, 388898",
    "HOTP-SHA1-6:QN08, 0, 66666666, 816933",
    "HOTP-SHA1-6:QN08, 0, 77777777, 224598",
    "HOTP-SHA1-6:QN08, 0, 88888888, 750600",
    "HOTP-SHA1-6:QN08, 0, 99999999, 294470",
    "HOTP-SHA256-8:C-QN08-PSHA1, 0, 12345678, 65347737",
    "HOTP-SHA256-8:C-QN08-PSHA1, 1, 12345678, 86775851",
    "HOTP-SHA256-8:C-QN08-PSHA1, 2, 12345678, 78192410",
    "HOTP-SHA256-8:C-QN08-PSHA1, 3, 12345678, 71565254",
    "HOTP-SHA256-8:C-QN08-PSHA1, 4, 12345678, 10104329",
    "HOTP-SHA256-8:C-QN08-PSHA1, 5, 12345678, 65983500",
    "HOTP-SHA256-8:C-QN08-PSHA1, 6, 12345678, 70069104",
    "HOTP-SHA256-8:C-QN08-PSHA1, 7, 12345678, 91771096",
    "HOTP-SHA256-8:C-QN08-PSHA1, 8, 12345678, 75011558",
    "HOTP-SHA256-8:C-QN08-PSHA1, 9, 12345678, 08522129",
    "HOTP-SHA256-8:QN08-PSHA1, 0, 00000000, 83238735",
    "HOTP-SHA256-8:QN08-PSHA1, 0, 11111111, 01501458",
    "HOTP-SHA256-8:QN08-PSHA1, 0, 22222222, 17957585",
    "HOTP-SHA256-8:QN08-PSHA1, 0, 33333333, 86776967",
    "HOTP-SHA256-8:QN08-PSHA1, 0, 44444444, 86807031",
    "HOTP-SHA512-8:C-QN08, 0, 00000000, 07016083",
    "HOTP-SHA512-8:C-QN08, 1, 11111111, 63947962",
    "HOTP-SHA512-8:C-QN08, 2, 22222222, 70123924",
    "HOTP-SHA512-8:C-QN08, 3, 33333333, 25341727",
    "HOTP-SHA512-8:C-QN08, 4, 44444444, 33203315",
    "HOTP-SHA512-8:C-QN08, 5, 55555555, 34205738",
    "HOTP-SHA512-8:C-QN08, 6, 66666666, 44343969",
    "HOTP-SHA512-8:C-QN08, 7, 77777777, 51946085",
    "HOTP-SHA512-8:C-QN08, 8, 88888888, 20403879",
    "HOTP-SHA512-8:C-QN08, 9, 99999999, 31409299",
    "HOTP-SHA512-8:QN08-T1M, 0, 00000000, 95209754",
    "HOTP-SHA512-8:QN08-T1M, 0, 11111111, 55907591",
    "HOTP-SHA512-8:QN08-T1M, 0, 22222222, 22048402",
    "HOTP-SHA512-8:QN08-T1M, 0, 33333333, 24218844",
    "HOTP-SHA512-8:QN08-T1M, 0, 44444444, 36209546"
  })
  void code_rfc6287AppendixC1_isTheRfcs(String suite, long counter, String question, String code)
      throws Exception {
    assertThat(code("OCRA-1:" + suite, counter, question)).isEqualTo(code);
  }

  /** Appendix C.2, mutual challenge-response: the server's codes, then the client's. */
  @ParameterizedTest
  @CsvSource({
    "HOTP-SHA256-8:QA08, CLI22220SRV11110, 28247970",
    "HOTP-SHA256-8:QA08, CLI22221SRV11111, 01984843",
    "HOTP-SHA256-8:QA08, CLI22222SRV11112, 65387857",
    "HOTP-SHA256-8:QA08, CLI22223SRV11113, 03351211",
    "HOTP-SHA256-8:QA08, CLI22224SRV11114, 83412541",
    "HOTP-SHA256-8:QA08, SRV11110CLI22220, 15510767",
    "HOTP-SHA256-8:QA08, SRV11111CLI22221, 90175646",
    "HOTP-SHA256-8:QA08, SRV11112CLI22222, 33777207",
    "HOTP-SHA256-8:QA08, SRV11113CLI22223, 95285278",
    "HOTP-SHA256-8:QA08, SRV11114CLI22224, 28934924",
    "HOTP-SHA512-8:QA08, CLI22220SRV11110, 79496648",
    "HOTP-SHA512-8:QA08, CLI22221SRV11111, 76831980",
    "HOTP-SHA512-8:QA08, CLI22222SRV11112, 12250499",
    "HOTP-SHA512-8:QA08, CLI22223SRV11113, 90856481",
    "HOTP-SHA512-8:QA08, CLI22224SRV11114, 12761449",
    "HOTP-SHA512-8:QA08-PSHA1, SRV11110CLI22220, 18806276",
    "HOTP-SHA512-8:QA08-PSHA1, SRV11111CLI22221, 70020315",
    "HOTP-SHA512-8:QA08-PSHA1, SRV11112CLI22222, 01600026",
    "HOTP-SHA512-8:QA08-PSHA1, SRV11113CLI22223, 18951020",
    "HOTP-SHA512-8:QA08-PSHA1, SRV11114CLI22224, 32528969"
  })
  void code_rfc6287AppendixC2_isTheRfcs(String suite, String question, String code)
      throws Exception {
    assertThat(code("OCRA-1:" + suite, 0, question)).isEqualTo(code);
  }

  /** Appendix C.3, plain signature, without and with a timestamp. */
  @ParameterizedTest
  @CsvSource({
    "HOTP-SHA256-8:QA08, SIG10000, 53095496",
    "HOTP-SHA256-8:QA08, SIG11000, 04110475",
    "HOTP-SHA256-8:QA08, SIG12000, 31331128",
    "HOTP-SHA256-8:QA08, SIG13000, 76028668",
    "HOTP-SHA256-8:QA08, SIG14000, 46554205",
    "HOTP-SHA512-8:QA10-T1M, SIG1000000, 77537423",
    "HOTP-SHA512-8:QA10-T1M, SIG1100000, 31970405",
    "HOTP-SHA512-8:QA10-T1M, SIG1200000, 10235557",
    "HOTP-SHA512-8:QA10-T1M, SIG1300000, 95213541",
    "HOTP-SHA512-8:QA10-T1M, SIG1400000, 65360607"
  })
  void code_rfc6287AppendixC3_isTheRfcs(String suite, String question, String code)
      throws Exception {
    assertThat(code("OCRA-1:" + suite, 0, question)).isEqualTo(code);
  }
}
