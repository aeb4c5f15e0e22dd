package org.kagiban.fuzz;

/** A property that does not hold for some bytes. */
public final class Finding extends AssertionError {
  private static final long serialVersionUID = 1;

  private Finding(String message) {
    super(message);
  }

  public static void unless(boolean holds, String message) {
    if (!holds) {
      throw new Finding(message);
    }
  }

  /** Words for people: one line, none of them a control character that a terminal would act on. */
  public static void unlessPlain(String message) {
    unless(!message.isBlank(), "a refusal says nothing");
    unless(
        message.codePoints().noneMatch(c -> Character.isISOControl(c) && c != '\n'),
        "a refusal has control characters");
  }
}
