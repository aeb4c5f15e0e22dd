package org.kagiban.otp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/**
 * Looks for the time step or counter whose code was given. Codes are compared in constant time.
 * Pure but for the HMAC.
 */
public final class CodeSearch {
  private final Hmac hmac;
  private final int digits;
  private final LongFunction<byte[]> message;
  private int hmacs;

  /**
   * @param hmac under the token's seed
   * @param digits 6 to 8
   */
  public CodeSearch(Hmac hmac, int digits) {
    this(hmac, digits, HotpCode::message);
  }

  /**
   * @param message what the HMAC is computed over, for each time step or counter
   */
  public CodeSearch(Hmac hmac, int digits, LongFunction<byte[]> message) {
    this.hmac = hmac;
    this.digits = digits;
    this.message = message;
  }

  /**
   * Finds one code.
   *
   * @param factors where to look, the likeliest first
   */
  public Found one(String code, long[] factors) {
    byte[] wanted = code.getBytes(StandardCharsets.UTF_8);
    for (long factor : factors) {
      if (MessageDigest.isEqual(wanted, codeAt(factor))) {
        return new Found(OptionalLong.of(factor), hmacs);
      }
    }
    return new Found(OptionalLong.empty(), hmacs);
  }

  /**
   * Finds two codes in a row (RFC 4226 section 7.4).
   *
   * @param factors where the first may be, the likeliest first
   * @return the factor of the second
   */
  public Found two(String first, String second, long[] factors) {
    byte[] wantedFirst = first.getBytes(StandardCharsets.UTF_8);
    byte[] wantedSecond = second.getBytes(StandardCharsets.UTF_8);
    for (long factor : factors) {
      if (MessageDigest.isEqual(wantedFirst, codeAt(factor))
          && MessageDigest.isEqual(wantedSecond, codeAt(factor + 1))) {
        return new Found(OptionalLong.of(factor + 1), hmacs);
      }
    }
    return new Found(OptionalLong.empty(), hmacs);
  }

  private byte[] codeAt(long factor) {
    hmacs++;
    byte[] mac = hmac.compute(message.apply(factor));
    byte[] code = HotpCode.truncate(mac, digits);
    Arrays.fill(mac, (byte) 0);
    return code;
  }

  /**
   * What was found.
   *
   * @param factor empty where nothing fits
   * @param hmacs how many were computed
   */
  public record Found(OptionalLong factor, int hmacs) {}
}
