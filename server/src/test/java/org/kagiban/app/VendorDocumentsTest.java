package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kagiban.cli.Session;
import org.kagiban.custody.pskc.VendorKey;
import org.kagiban.demo.DevCaller;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;
import org.kagiban.v1.Verdict;

/** RFC 6030's own documents, from the vendor's file through the HSM to a verified code. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VendorDocumentsTest {
  private static final TokenProfile HOTP_8 =
      new TokenProfile(OtpType.HOTP, HashAlgorithm.SHA1, 8, 0);
  private static final String SEED = "12345678901234567890";

  /** The token of figures 3, 5, 6 and 7. */
  private final KnownToken token = KnownToken.ascii("987654321", HOTP_8, SEED);

  private LiveServer server;
  private Session channel;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    server = LiveServer.start(folder);
    channel = server.connect(DevCaller.INTERNET_BANKING);
    assertThat(load("rfc6030-figure-3", VendorKey.none())).contains("\"good\":\"1\"");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  /** RFC 4226 appendix D, the full decimal values' last eight digits. */
  @Test
  void verify_figure3_acceptsTheCodesOfRfc4226() {
    assertThat(Calls.enroll(channel, "1", token.id(), "84755224").getVerdict())
        .isEqualTo(Verdict.VERDICT_ACCEPTED);
    String[] codes = {
      "94287082",
      "37359152",
      "26969429",
      "40338314",
      "68254676",
      "18287922",
      "82162583",
      "73399871",
      "45520489"
    };
    for (String code : codes) {
      assertThat(Calls.verify(channel, "1", code).getVerdict())
          .as(code)
          .isEqualTo(Verdict.VERDICT_ACCEPTED);
    }
  }

  /** The HSM finds the same key check value, so the same seed came out of each file. */
  @ParameterizedTest
  @CsvSource({
    "rfc6030-figure-5,",
    "rfc6030-figure-6, 12345678901234567890123456789012",
    "rfc6030-figure-7, qwerty",
  })
  void load_figureWithTheSameTokenOtherwiseProtected_isTheSameSeed(String figure, String key)
      throws Exception {
    VendorKey vendorKey =
        key == null
            ? VendorKey.none()
            : key.equals("qwerty")
                ? VendorKey.passphrase(key.toCharArray())
                : VendorKey.preShared(HexFormat.of().parseHex(key));
    assertThat(load(figure, vendorKey)).contains("\"unchanged\":\"1\"");
  }

  /** Its tokens ended in 2006; a right code does not bring them back. */
  @Test
  void load_figure10_keepsTheValidityThatTheVendorGave() throws Exception {
    assertThat(load("rfc6030-figure-10", VendorKey.none())).contains("\"good\":");
    KnownToken first = KnownToken.ascii("654321", HOTP_8, SEED);
    assertThat(Calls.enroll(channel, "10", first.id(), first.code(0)).getVerdict())
        .isEqualTo(Verdict.VERDICT_EXPIRED);
  }

  @Test
  void load_sameTokenIdWithAnotherSeed_isRefusedAndTheTokenStaysAsItWas() throws Exception {
    KnownToken other = KnownToken.random(token.id(), HOTP_8);
    Path sealed = new VendorFile().add(other).seal(server, "other-seed.xml");
    CommandResult result = VendorFile.load(server, sealed);
    assertThat(result.output()).contains("SEED_DIFFERS").contains("another seed");
    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(load("rfc6030-figure-3", VendorKey.none())).contains("\"unchanged\":\"1\"");
  }

  private String load(String figure, VendorKey key) throws Exception {
    Path sealed = server.folder().resolve(figure + "-" + System.nanoTime() + ".xml");
    try (InputStream file = resource(figure)) {
      VendorFile.seal(server, file, key, sealed);
    }
    return VendorFile.load(server, sealed).output();
  }

  private static InputStream resource(String figure) {
    return Objects.requireNonNull(
        VendorDocumentsTest.class.getResourceAsStream("/pskc/" + figure + ".xml"), figure);
  }
}
