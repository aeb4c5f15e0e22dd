package org.kagiban.otp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A seed's key check value: the first 8 bytes of HMAC(seed, "kagiban kcv") with the profile's hash.
 * It tells whether two seeds are one, and nothing of what they are.
 */
public final class SeedCheckValue {
  private static final byte[] INPUT = "kagiban kcv".getBytes(StandardCharsets.US_ASCII);
  private static final int SIZE = 8;

  private SeedCheckValue() {}

  /**
   * Computes one HMAC.
   *
   * @param hmac under the seed
   * @return 8 bytes
   */
  public static byte[] of(Hmac hmac) {
    return Arrays.copyOf(hmac.compute(INPUT), SIZE);
  }
}
