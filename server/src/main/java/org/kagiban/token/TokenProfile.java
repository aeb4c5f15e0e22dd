package org.kagiban.token;

import java.time.Instant;

/**
 * How a token makes its codes.
 *
 * @param digits 6 to 8
 * @param periodSeconds 30 or 60 for TOTP, 0 for HOTP; T0 is the Unix epoch
 */
public record TokenProfile(OtpType type, HashAlgorithm algorithm, int digits, int periodSeconds) {
  /** What most software tokens do: TOTP, SHA-1, 6 digits, 30 seconds. */
  public static final TokenProfile DEFAULT =
      new TokenProfile(OtpType.TOTP, HashAlgorithm.SHA1, 6, 30);

  public TokenProfile {
    if (digits < 6 || digits > 8) {
      throw new IllegalArgumentException("a token shows 6 to 8 digits, not " + digits);
    }
    boolean fits =
        type == OtpType.HOTP ? periodSeconds == 0 : periodSeconds == 30 || periodSeconds == 60;
    if (!fits) {
      throw new IllegalArgumentException(
          "the period is 30 or 60 seconds for TOTP and 0 for HOTP, not " + periodSeconds);
    }
  }

  /**
   * The time step at a moment (RFC 6238 section 4.2, T0 = 0).
   *
   * @throws IllegalStateException for an event-based token
   */
  public long stepAt(Instant at) {
    if (type != OtpType.TOTP) {
      throw new IllegalStateException("an event-based token has no time steps");
    }
    return Math.floorDiv(at.getEpochSecond(), periodSeconds);
  }
}
