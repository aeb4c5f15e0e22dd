package org.kagiban.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongFunction;

/**
 * Lines over time, as SVG without scripts and styles of its own, and a table of the same numbers.
 * Lines differ by pattern and mark, not by colour alone.
 */
final class Plot {
  /** Lines that can be told apart; whoever has more adds some of them up. */
  static final int MOST_LINES = 5;

  private static final int WIDTH = 720;
  private static final int HEIGHT = 240;
  private static final int LEFT = 56;
  private static final int RIGHT = 16;
  private static final int TOP = 12;
  private static final int BOTTOM = 28;
  private static final int MARKS_UP_TO = 32;

  private final String id;
  private final String title;
  private final String format;
  private final LongFunction<String> time;
  private final List<Series> lines;
  private final SortedSet<Long> spans = new TreeSet<>();
  private final double top;

  /**
   * @param id of its elements, letters alone
   * @param title with its unit
   * @param format of a value, such as {@code %,.0f}
   * @param time of a span's beginning, for a person
   * @param lines at most {@link #MOST_LINES}
   */
  Plot(String id, String title, String format, LongFunction<String> time, List<Series> lines) {
    this.id = id;
    this.title = title;
    this.format = format;
    this.time = time;
    this.lines = List.copyOf(lines);
    lines.forEach(line -> spans.addAll(line.values().keySet()));
    this.top = round(lines.stream().mapToDouble(Series::most).max().orElse(0));
  }

  /** The next of 1, 2, 4, 10, 20, 40 and so on. */
  private static double round(double most) {
    double unit = most <= 1 ? 1 : Math.pow(10, Math.floor(Math.log10(most)));
    for (double factor : new double[] {1, 2, 4}) {
      if (most <= unit * factor) {
        return unit * factor;
      }
    }
    return unit * 10;
  }

  /** The plot's part of a page. */
  String html() {
    String head =
        "<section aria-labelledby=\"%s\"><h2 id=\"%1$s\">%s</h2>\n".formatted(id, Html.text(title));
    if (spans.isEmpty()) {
      return head + "<p>Nothing in this time.</p></section>\n";
    }
    return head + legend() + svg() + table() + "</section>\n";
  }

  private String legend() {
    StringBuilder html = new StringBuilder("<ul class=\"legend\">");
    for (int i = 0; i < lines.size(); i++) {
      html.append(
          "<li><svg viewBox=\"0 0 48 16\" width=\"48\" height=\"16\" aria-hidden=\"true\"><path class=\"line l%d\""
                  .formatted(i)
              + " d=\"M2 8H46\"/>%s</svg> %s</li>"
                  .formatted(mark(i, 24, 8), Html.text(lines.get(i).name())));
    }
    return html.append("</ul>\n").toString();
  }

  private String svg() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <div class="wide" tabindex="0" role="region" aria-label="Plot: %s">
        <svg class="plot" viewBox="0 0 %d %d" role="img" aria-label="%1$s; the numbers are in the table below">
        """
            .formatted(Html.text(title), WIDTH, HEIGHT));
    for (int i = 0; i <= 2; i++) {
      double value = top * i / 2;
      svg.append(
          "<path class=\"grid\" d=\"M%d %s H%d\"/><text x=\"%d\" y=\"%s\" text-anchor=\"end\">%s</text>\n"
              .formatted(
                  LEFT, y(value), WIDTH - RIGHT, LEFT - 6, number(at(value) + 4), axis(value)));
    }
    svg.append(label(spans.first(), LEFT, "start"));
    if (spans.size() > 1) {
      svg.append(label(spans.last(), WIDTH - RIGHT, "end"));
    }
    for (int i = 0; i < lines.size(); i++) {
      svg.append(line(i));
    }
    return svg.append("</svg></div>\n").toString();
  }

  private String label(long span, int x, String anchor) {
    return "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n"
        .formatted(x, HEIGHT - 8, anchor, Html.text(time.apply(span)));
  }

  /** Spans without a value interrupt the line. */
  private String line(int i) {
    Series line = lines.get(i);
    StringBuilder path = new StringBuilder();
    List<String> marks = new ArrayList<>();
    long before = Long.MIN_VALUE;
    for (var point : line.values().entrySet()) {
      String at = x(point.getKey()) + " " + y(point.getValue());
      path.append(point.getKey() == before + 1 ? "L" : "M").append(at);
      marks.add(mark(i, left(point.getKey()), at(point.getValue())));
      before = point.getKey();
    }
    boolean few = marks.size() <= MARKS_UP_TO;
    // Of many, each eighth tells which line it is.
    StringBuilder shown = new StringBuilder();
    for (int m = 0; m < marks.size(); m += few ? 1 : 8) {
      shown.append(marks.get(m));
    }
    return "<path class=\"line l%d\" d=\"%s\"/>%s\n".formatted(i, path, shown);
  }

  private static String mark(int i, double x, double y) {
    String start = "<path class=\"mark l%d\" d=\"M%s %s".formatted(i, number(x), number(y));
    return start
        + switch (i) {
          case 0 -> "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z\"/>";
          case 1 -> "m-3 -3h6v6h-6z\"/>";
          case 2 -> "m0 -4l4 7h-8z\"/>";
          case 3 -> "m0 -4l4 4l-4 4l-4 -4z\"/>";
          default -> "m0 4l4 -7h-8z\"/>";
        };
  }

  private double left(long span) {
    long all = spans.last() - spans.first();
    double part = all == 0 ? 0.5 : (double) (span - spans.first()) / all;
    return LEFT + part * (WIDTH - LEFT - RIGHT);
  }

  private double at(double value) {
    return HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM);
  }

  private String x(long span) {
    return number(left(span));
  }

  private String y(double value) {
    return number(at(value));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private String axis(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.1f", value);
  }

  private String table() {
    StringBuilder rows = new StringBuilder();
    for (long span : spans) {
      List<String> cells = new ArrayList<>();
      cells.add(Html.text(time.apply(span)));
      for (Series line : lines) {
        Double value = line.values().get(span);
        cells.add(value == null ? "-" : String.format(Locale.ROOT, format, value));
      }
      rows.append(Html.cells(cells.toArray(new String[0])));
    }
    List<String> heads = new ArrayList<>(List.of("from"));
    lines.forEach(line -> heads.add(line.name()));
    return "<details><summary>The numbers</summary>\n"
        + Html.table(title + " in numbers", heads, rows.toString())
        + "</details>\n";
  }
}
