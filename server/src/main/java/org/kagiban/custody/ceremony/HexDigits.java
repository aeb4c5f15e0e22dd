package org.kagiban.custody.ceremony;

/** Reads hex without a String that would stay in memory. */
final class HexDigits {
  private HexDigits() {}

  /**
   * @param into filled to its end
   * @throws IllegalArgumentException where the digits are not just as many, without saying which
   */
  static void decode(char[] hex, byte[] into) {
    int digits = 0;
    for (char c : hex) {
      if (c == ' ') {
        continue;
      }
      int value = Character.digit(c, 16);
      if (value < 0 || c > 'f') {
        throw new IllegalArgumentException("hex digits only: 0-9 and A-F");
      }
      if (digits < 2 * into.length) {
        into[digits / 2] = (byte) (into[digits / 2] << 4 | value);
      }
      digits++;
    }
    if (digits != 2 * into.length) {
      throw new IllegalArgumentException(
          "expected " + 2 * into.length + " hex digits, not " + digits);
    }
  }
}
