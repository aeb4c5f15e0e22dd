package org.kagiban.token;

/** What moves a token's code on. */
public enum OtpType {
  /** A counter, RFC 4226. */
  HOTP,
  /** Time, RFC 6238. */
  TOTP
}
