package org.kagiban.otp;

import java.time.Instant;
import java.util.Arrays;
import org.kagiban.token.OtpType;
import org.kagiban.token.Token;
import org.kagiban.token.TokenPolicy;

/**
 * Where to look for a token's code: the likeliest time step or counter first, so that a right code
 * costs one HMAC. Pure.
 */
public final class Windows {
  private Windows() {}

  /**
   * For a code or signature of an enrolled token: around the step that its known drift predicts.
   */
  public static long[] verify(Token token, TokenPolicy policy, Instant at) {
    if (token.profile().type() == OtpType.HOTP) {
      return counters(token.state().watermark(), policy.lookAhead());
    }
    long now = token.profile().stepAt(at);
    long predicted = now + token.state().drift();
    return around(predicted, policy.window(), now, policy.driftLimit());
  }

  /** For the one code of an enrolment: around the clock's own step. */
  public static long[] enroll(Token token, TokenPolicy policy, Instant at) {
    if (token.profile().type() == OtpType.HOTP) {
      return counters(token.state().watermark(), policy.lookAhead());
    }
    long now = token.profile().stepAt(at);
    return around(now, policy.enrollmentWindow(), now, policy.driftLimit());
  }

  /** For the first of two codes in a row: as far as a clock may be off. */
  public static long[] resynchronize(Token token, TokenPolicy policy, Instant at) {
    if (token.profile().type() == OtpType.HOTP) {
      return counters(token.state().watermark(), policy.counterLimit());
    }
    long now = token.profile().stepAt(at);
    // The second code is one step on, and its drift counts.
    return around(now - 1, policy.driftLimit(), now - 1, policy.driftLimit());
  }

  /** The counters from the watermark on, and last the one below it: a code just used. */
  private static long[] counters(long watermark, int count) {
    long[] factors = new long[watermark == 0 ? count : count + 1];
    for (int i = 0; i < count; i++) {
      factors[i] = watermark + i;
    }
    if (watermark > 0) {
      factors[count] = watermark - 1;
    }
    return factors;
  }

  /** centre, -1, +1, -2, +2 …, leaving out what lies further from {@code now} than the limit. */
  private static long[] around(long centre, int window, long now, int limit) {
    long[] factors = new long[2 * window + 1];
    int count = 0;
    for (int i = 0; i <= 2 * window; i++) {
      long factor = centre + (i % 2 == 0 ? i / 2 : -(i / 2 + 1));
      if (factor >= 0 && Math.abs(factor - now) <= limit) {
        factors[count++] = factor;
      }
    }
    return Arrays.copyOf(factors, count);
  }
}
