package org.kagiban.custody.pskc;

/** Reads integers as PSKC writes them: decimal digits. */
final class Numbers {
  private Numbers() {}

  /** Takes 0 to 10^18 - 1, a minus in front allowed. */
  static long parse(String element, String text) throws Refused {
    if (!text.matches("-?[0-9]{1,18}")) {
      throw new Refused(
          RefusalReason.BAD_NUMBER, "The value of " + element + " is not a whole number.");
    }
    return Long.parseLong(text);
  }
}
