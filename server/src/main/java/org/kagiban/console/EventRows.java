package org.kagiban.console;

import java.util.List;
import org.kagiban.audit.EventField;
import org.kagiban.cli.AuditEventText;
import org.kagiban.cli.AuditTimes;

/** Events in a table, each with a link; and what a command says, with links to events. */
final class EventRows {
  private final AuditTimes times;

  EventRows(AuditTimes times) {
    this.times = times;
  }

  /** Nothing where there are none: the page says so. */
  String table(String caption, List<Finder.Found> events) {
    if (events.isEmpty()) {
      return "";
    }
    StringBuilder rows = new StringBuilder();
    events.forEach(found -> rows.append(row(found)));
    return Html.table(caption, List.of("place", "time", "kind", "fields"), rows.toString());
  }

  private String row(Finder.Found found) {
    StringBuilder fields = new StringBuilder();
    for (EventField field : EventField.values()) {
      String value = AuditEventText.value(found.event(), field, times);
      if (value != null && !AuditEventText.isLink(field)) {
        fields.append(AuditEventText.name(field)).append('=').append(value).append(' ');
      }
    }
    return Html.cells(
        Html.event(found.index()),
        Html.text(times.text(found.event().time())),
        Html.text(found.event().kind()),
        Html.text(fields.toString().strip()));
  }

  /** What a command printed: its lines, where one begins with or ends in an event, with a link. */
  static String said(boolean clean, String text) {
    StringBuilder html = new StringBuilder();
    for (String line : text.lines().toList()) {
      html.append(
          Html.text(line)
              .replaceAll(
                  "^event (\\d+)|\\(event (\\d+)\\)$", "<a href=\"/event?index=$1$2\">$0</a>"));
      html.append('\n');
    }
    return Html.box(
        clean ? "good" : "bad",
        "<pre tabindex=\"0\" aria-label=\"What was found\">" + html.toString().strip() + "</pre>");
  }
}
