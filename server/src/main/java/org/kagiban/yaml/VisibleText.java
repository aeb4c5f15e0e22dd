package org.kagiban.yaml;

/**
 * Text that somebody else wrote, made safe to show: what could hide or disguise a part of it (a
 * terminal's control sequences, marks that turn the direction of writing) is shown as its code.
 */
public final class VisibleText {
  private VisibleText() {}

  /** As it may stand on a screen; lines stay lines. */
  public static String of(String text) {
    return shown(text.replace("\r\n", "\n"), '\n');
  }

  /** As it may stand in one line. */
  static String line(String text) {
    return shown(text, -1);
  }

  private static String shown(String text, int kept) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c != kept && hides(c)) {
                shown.append("\\u{").append(Integer.toHexString(c)).append('}');
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }

  /**
   * Whether a character could hide or disguise a part of a text; so could half a surrogate pair.
   */
  public static boolean hides(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
