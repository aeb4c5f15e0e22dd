package org.kagiban.otp;

import java.util.HexFormat;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;

/**
 * How a time-based token signs a transaction: OCRA (RFC 6287) with the transaction's SHA-256 as
 * question and the token's own time step. The HMAC is over more than 128 bytes, that of a login
 * code over 8, so neither is ever computed as the other. Pure.
 */
public final class TransactionSignature {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private TransactionSignature() {}

  /** Whether such a token can sign. */
  public static boolean possible(TokenProfile profile) {
    return profile.type() == OtpType.TOTP;
  }

  /**
   * The suite that a token of this profile signs with.
   *
   * @throws IllegalArgumentException for an event-based token
   */
  public static OcraSuite suite(TokenProfile profile) {
    if (!possible(profile)) {
      throw new IllegalArgumentException("an event-based token does not sign");
    }
    HashAlgorithm hash = profile.algorithm();
    String step = profile.periodSeconds() == 30 ? "T30S" : "T1M";
    return OcraSuite.parse("OCRA-1:HOTP-" + hash + "-" + profile.digits() + ":QH64-" + step);
  }

  /**
   * The bytes that are signed.
   *
   * @param hash {@link Transaction#hash}
   */
  public static byte[] message(OcraSuite suite, byte[] hash, long step) {
    return OcraInput.of(suite).question(HEX.formatHex(hash)).step(step).message();
  }
}
