package org.kagiban.audit.note;

/** What a key may be called: c2sp.org/signed-note, "Format". */
final class KeyName {
  private KeyName() {}

  static boolean isValid(String name) {
    return !name.isEmpty() && name.codePoints().noneMatch(KeyName::isForbidden);
  }

  private static boolean isForbidden(int c) {
    boolean space = Character.isSpaceChar(c) || Character.isWhitespace(c) || c == 0x85;
    boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    return space || surrogate || c < 0x20 || c == '+';
  }

  static String require(String name) {
    if (!isValid(name)) {
      throw new IllegalArgumentException(
          "a key's name has no spaces and no plus, and is not empty");
    }
    return name;
  }
}
