package org.kagiban.audit.note;

import java.util.Base64;

/** RFC 4648 section 4, where every byte string has exactly one spelling. */
public final class Base64Strict {
  private Base64Strict() {}

  public static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /**
   * @throws IllegalArgumentException for a missing padding, stray bits at the end, or other letters
   */
  public static byte[] decode(String base64) {
    byte[] bytes = Base64.getDecoder().decode(base64);
    if (!encode(bytes).equals(base64)) {
      throw new IllegalArgumentException("not canonical base64");
    }
    return bytes;
  }
}
