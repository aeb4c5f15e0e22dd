package org.kagiban.otp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.Token;
import org.kagiban.token.TokenPolicy;
import org.kagiban.token.TokenProfile;
import org.kagiban.token.TokenState;
import org.kagiban.token.Tokens;

/** The arithmetic alone; the vectors through the HSM are in the app's tests. */
class CodeSearchTest {
  /** RFC 4226 appendix D. */
  private static final String[] CODES = {
    "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
    "520489"
  };

  private static final Hmac RFC_4226 = hmac();

  private static Hmac hmac() {
    byte[] seed = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
    return message -> {
      try {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(seed, "HmacSHA1"));
        return mac.doFinal(message);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  @Test
  void text_rfc4226AppendixD_matches() {
    for (int counter = 0; counter < CODES.length; counter++) {
      assertThat(HotpCode.text(RFC_4226, counter, 6)).isEqualTo(CODES[counter]);
    }
  }

  @Test
  void text_leadingZeros_areKept() {
    // RFC 6238 appendix B: 2005-03-18 01:58:29 is step 0x23523EC.
    assertThat(HotpCode.text(RFC_4226, 0x23523ECL, 8)).isEqualTo("07081804");
  }

  @Test
  void one_likeliestFirst_costsOneHmac() {
    CodeSearch.Found found = new CodeSearch(RFC_4226, 6).one("359152", new long[] {2, 1, 3});
    assertThat(found).isEqualTo(new CodeSearch.Found(OptionalLong.of(2), 1));
  }

  @Test
  void one_codeOutsideTheWindow_isNotFoundAndCostsTheWholeWindow() {
    CodeSearch.Found found = new CodeSearch(RFC_4226, 6).one("520489", new long[] {2, 1, 3});
    assertThat(found).isEqualTo(new CodeSearch.Found(OptionalLong.empty(), 3));
  }

  @Test
  void one_codeOfAnotherLength_isNotFound() {
    assertThat(new CodeSearch(RFC_4226, 6).one("84755224", new long[] {0}).factor()).isEmpty();
  }

  @Test
  void two_onlyCodesInARow_areFound() {
    CodeSearch search = new CodeSearch(RFC_4226, 6);
    long[] all = {0, 1, 2, 3, 4, 5};
    assertThat(search.two("969429", "338314", all).factor()).hasValue(4);
    assertThat(search.two("969429", "254676", all).factor()).isEmpty();
    assertThat(search.two("338314", "969429", all).factor()).isEmpty();
  }

  @Test
  void windows_totp_beginWithThePredictedStep() {
    Token token = Tokens.enrolled(TokenProfile.DEFAULT);
    TokenState state = token.state();
    Token drifting =
        token.with(
            new TokenState(
                false, false, state.subscriber(), state.enrolledAt(), 0, 0, 2, 0, null, null));
    Instant at = Instant.ofEpochSecond(3000);
    assertThat(Windows.verify(drifting, TokenPolicy.DEFAULT, at)).containsExactly(102, 101, 103);
    assertThat(Windows.enroll(drifting, TokenPolicy.DEFAULT, at))
        .containsExactly(100, 99, 101, 98, 102, 97, 103);
  }

  @Test
  void windows_drift_isLimited() {
    TokenPolicy narrow = new TokenPolicy(3, 10, 10, null, 3, 3, 1000, 5, 7);
    Token token = Tokens.enrolled(TokenProfile.DEFAULT);
    TokenState state = token.state();
    Token drifting =
        token.with(
            new TokenState(
                false, false, state.subscriber(), state.enrolledAt(), 0, 0, 2, 0, null, null));
    Instant at = Instant.ofEpochSecond(3000);
    assertThat(Windows.verify(drifting, narrow, at)).containsExactly(102, 101, 103, 100, 99);
    assertThat(Windows.resynchronize(token, narrow, at))
        .containsExactly(99, 98, 100, 97, 101, 96, 102);
  }

  @Test
  void windows_beforeTheEpoch_areLeftOut() {
    Token token = Tokens.enrolled(TokenProfile.DEFAULT);
    assertThat(Windows.verify(token, TokenPolicy.DEFAULT, Instant.EPOCH)).containsExactly(0, 1);
  }

  @Test
  void windows_hotp_goOnFromTheWatermarkAndEndWithTheCodeJustUsed() {
    Token token = Tokens.enrolled(new TokenProfile(OtpType.HOTP, HashAlgorithm.SHA1, 6, 0));
    TokenPolicy policy = new TokenPolicy(1, 3, 10, null, 3, 120, 5, 5, 7);
    assertThat(Windows.verify(token, policy, Instant.EPOCH)).containsExactly(0, 1, 2);
    Token used = token.with(TokenState.startingAt(7));
    assertThat(Windows.verify(used, policy, Instant.EPOCH)).containsExactly(7, 8, 9, 6);
    assertThat(Windows.resynchronize(used, policy, Instant.EPOCH))
        .containsExactly(7, 8, 9, 10, 11, 6);
  }
}
