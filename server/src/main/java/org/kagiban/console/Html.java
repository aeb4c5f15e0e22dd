package org.kagiban.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.kagiban.cli.AuditEventText;
import org.kagiban.cli.CliException;
import org.kagiban.web.Escape;

/** What every page has around its own part, and text made safe for it. */
final class Html {
  private static final String[][] PLACES = {
    {"/", "State"},
    {"/search", "Search"},
    {"/keys", "Keys"},
    {"/ceremonies", "Ceremonies"},
    {"/plots", "Plots"},
    {"/server", "Server"}
  };

  private Html() {}

  /** Text from anybody, for between tags and in a quoted attribute; what would hide is shown. */
  static String text(Object any) {
    return Escape.html(AuditEventText.safe(String.valueOf(any)));
  }

  /** The same of several lines. */
  static String lines(String any) {
    return any.lines().map(Html::text).collect(Collectors.joining("\n"));
  }

  /** What a refusal says. */
  static String why(CliException refusal) {
    return Objects.requireNonNullElse(refusal.getMessage(), "no reason was given");
  }

  /** A value in a query. */
  static String query(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** A link; the text is made safe here, the address is ours. */
  static String link(String to, Object text) {
    return "<a href=\"%s\">%s</a>".formatted(text(to), text(text));
  }

  static String event(long index) {
    return link("/event?index=" + index, index);
  }

  /** One row of a table of two columns; the value is HTML. */
  static String row(String name, String value) {
    return "<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n".formatted(text(name), value);
  }

  /** A passage that stands out: {@code good}, {@code bad} or {@code note}; the body is HTML. */
  static String box(String kind, String body) {
    return "<div class=\"box %s\">%s</div>\n".formatted(kind, body);
  }

  /** A table that may be wider than the page. */
  static String table(String caption, List<String> heads, String rows) {
    StringBuilder html = new StringBuilder("<div class=\"wide\" tabindex=\"0\" role=\"region\"");
    html.append(
        " aria-label=\"%s\"><table><caption>%1$s</caption><thead><tr>".formatted(text(caption)));
    heads.forEach(head -> html.append("<th scope=\"col\">").append(text(head)).append("</th>"));
    return html.append("</tr></thead><tbody>\n") + rows + "</tbody></table></div>\n";
  }

  /** A row of a table of several columns; the cells are HTML. */
  static String cells(String... cells) {
    return "<tr><td>" + String.join("</td><td>", cells) + "</td></tr>\n";
  }

  /**
   * A whole page.
   *
   * @param path of the place that is shown as the current one
   * @param main HTML
   * @param module a script of ours; empty for none
   */
  static String page(String title, String path, String main, String module) {
    String script =
        module.isEmpty()
            ? ""
            : "<script type=\"module\" src=\"/%s\"></script>".formatted(text(module));
    return """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%s - Kagiban auditor's console</title>
        <link rel="icon" href="/icon.svg"><link rel="stylesheet" href="/console.css">%s</head>
        <body><a class="skip" href="#main">Skip to content</a>
        <header><p class="brand">Kagiban <span>auditor's console</span></p>
        <nav aria-label="Pages">%s</nav></header>
        <main id="main" tabindex="-1"><h1>%s</h1>
        %s</main></body></html>
        """
        .formatted(text(title), script, places(path), text(title), main);
  }

  private static String places(String path) {
    StringBuilder html = new StringBuilder("<ul>");
    for (String[] place : PLACES) {
      String current = place[0].equals(path) ? " aria-current=\"page\"" : "";
      html.append("<li><a href=\"%s\"%s>%s</a></li>".formatted(place[0], current, place[1]));
    }
    return html.append("</ul>").toString();
  }
}
