package org.kagiban.cli;

/**
 * Text that somebody else wrote, made safe to show: what could hide or disguise a part of it (a
 * terminal's control sequences, marks that turn the direction of writing) is shown as its code.
 */
final class VisibleText {
  private VisibleText() {}

  static String of(String text) {
    StringBuilder shown = new StringBuilder();
    text.replace("\r\n", "\n")
        .codePoints()
        .forEach(
            c -> {
              if (c != '\n' && hides(c)) {
                shown.append("\\u{").append(Integer.toHexString(c)).append('}');
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }

  private static boolean hides(int c) {
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
