package org.kagiban.otp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A code from an HMAC (RFC 4226 section 5.3; RFC 6238 uses the same for SHA-256 and SHA-512). */
public final class HotpCode {
  private static final long[] POWERS = {
    1,
    10,
    100,
    1_000,
    10_000,
    100_000,
    1_000_000,
    10_000_000,
    100_000_000,
    1_000_000_000,
    10_000_000_000L
  };

  private HotpCode() {}

  /** The 8 bytes over which the HMAC is computed, big-endian. */
  public static byte[] message(long factor) {
    return ByteBuffer.allocate(Long.BYTES).putLong(factor).array();
  }

  /**
   * Truncates an HMAC.
   *
   * @param mac 20, 32 or 64 bytes
   * @param digits 1 to 10
   * @return that many ASCII digits
   */
  public static byte[] truncate(byte[] mac, int digits) {
    int offset = mac[mac.length - 1] & 0x0f;
    int binary = ByteBuffer.wrap(mac).getInt(offset) & 0x7fff_ffff;
    long value = binary % POWERS[digits];
    byte[] code = new byte[digits];
    for (int i = digits - 1; i >= 0; i--) {
      code[i] = (byte) ('0' + value % 10);
      value /= 10;
    }
    return code;
  }

  /** The code as a token shows it. */
  public static String text(Hmac hmac, long factor, int digits) {
    return new String(truncate(hmac.compute(message(factor)), digits), StandardCharsets.US_ASCII);
  }
}
