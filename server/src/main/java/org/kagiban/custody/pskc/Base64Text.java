package org.kagiban.custody.pskc;

import java.util.Arrays;
import java.util.Base64;

/** Decodes base64 as files have it: broken into lines, indented, without its padding. */
final class Base64Text {
  /** Shorter than any seed in hexadecimal, too long for base64 to look like it by chance. */
  private static final int TELLING = 32;

  private Base64Text() {}

  /**
   * Decodes the first {@code length} characters; leaves no copy but the result.
   *
   * @param element for the message
   */
  static byte[] decode(char[] text, int length, String element) throws Refused {
    byte[] ascii = new byte[length];
    int n = 0;
    for (int i = 0; i < length; i++) {
      char c = text[i];
      if (c > ' ') {
        ascii[n++] = c < 0x80 ? (byte) c : (byte) '?';
      }
    }
    byte[] trimmed = Arrays.copyOf(ascii, n);
    try {
      // 40 hexadecimal digits are valid base64 too, for a wrong seed of 30 bytes.
      if (isHexadecimal(trimmed)) {
        throw new Refused(
            RefusalReason.BAD_BASE64,
            "The text of " + element + " is hexadecimal; RFC 6030 has base64.");
      }
      return Base64.getDecoder().decode(trimmed);
    } catch (IllegalArgumentException e) {
      throw new Refused(RefusalReason.BAD_BASE64, "The text of " + element + " is not base64.");
    } finally {
      Arrays.fill(ascii, (byte) 0);
      Arrays.fill(trimmed, (byte) 0);
    }
  }

  private static boolean isHexadecimal(byte[] text) {
    int digits = 0;
    int upper = 0;
    int lower = 0;
    for (byte c : text) {
      digits += c >= '0' && c <= '9' ? 1 : 0;
      upper += c >= 'A' && c <= 'F' ? 1 : 0;
      lower += c >= 'a' && c <= 'f' ? 1 : 0;
    }
    boolean oneCase = upper == 0 || lower == 0;
    return digits > 0 && oneCase && text.length >= TELLING && digits + upper + lower == text.length;
  }
}
