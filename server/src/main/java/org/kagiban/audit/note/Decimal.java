package org.kagiban.audit.note;

/** Sizes and indexes as C2SP writes them: ASCII decimal without leading zeros. */
public final class Decimal {
  private Decimal() {}

  /**
   * @return 0 to 2^63 - 1
   */
  public static long parse(String digits) throws NoteException {
    try {
      long value = Long.parseLong(digits);
      if (value >= 0 && Long.toString(value).equals(digits)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw NoteException.malformed("not a number below 2^63: " + e.getMessage());
    }
    throw NoteException.malformed("a number in another form than its shortest");
  }
}
