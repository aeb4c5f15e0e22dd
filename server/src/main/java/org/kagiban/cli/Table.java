package org.kagiban.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows whose columns stand under each other, two spaces apart. Not thread-safe. */
public final class Table {
  private static final int GAP = 2;

  private final List<List<String>> rows = new ArrayList<>();

  public void row(String... cells) {
    rows.add(List.of(cells));
  }

  void row(List<String> cells) {
    rows.add(cells);
  }

  @Override
  public String toString() {
    List<Integer> widths = new ArrayList<>();
    for (List<String> row : rows) {
      for (int column = 0; column < row.size(); column++) {
        if (column == widths.size()) {
          widths.add(0);
        }
        widths.set(column, Math.max(widths.get(column), width(row.get(column))));
      }
    }
    return String.join("\n", rows.stream().map(row -> line(row, widths)).toList());
  }

  private static String line(List<String> row, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      line.append(padded(row.get(column), widths.get(column) + GAP));
    }
    return line.toString().stripTrailing();
  }

  /** The text with spaces up to a width in terminal cells. */
  public static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - width(text)));
  }

  /** Terminal cells: Chinese, Japanese and full-width characters take two. */
  static int width(String text) {
    return text.codePoints().map(c -> wide(c) ? 2 : 1).sum();
  }

  private static boolean wide(int c) {
    return Character.isIdeographic(c)
        || (c >= 0x3000 && c <= 0x30FF)
        || (c >= 0xFF01 && c <= 0xFF60);
  }
}
