package org.kagiban.console;

import java.util.ArrayList;
import java.util.List;
import org.kagiban.audit.EventField;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.verify.EventFilter;
import org.kagiban.cli.AuditEventText;
import org.kagiban.cli.AuditQuery;
import org.kagiban.cli.CliException;
import org.kagiban.web.Page;
import org.kagiban.web.WebAnswer;
import org.kagiban.web.WebRequest;

/** Searches with the words of {@code kagiban audit search}, the newest first. */
final class SearchPage implements Page {
  private static final List<String> WORDS =
      List.of(
          "token",
          "key",
          "who",
          "institution",
          "kind",
          "verdict",
          "ceremony",
          "request",
          "from",
          "to");
  private static final int ROWS = 50;

  private final OpenLog log;

  SearchPage(OpenLog log) {
    this.log = log;
  }

  @Override
  public WebAnswer answer(WebRequest request) {
    List<String> options = new ArrayList<>();
    StringBuilder form = new StringBuilder("<form method=\"get\" action=\"/search\">");
    StringBuilder again = new StringBuilder("/search?");
    for (String word : WORDS) {
      String value = request.query(word).strip();
      form.append(
          "<label>%s <input name=\"%s\" value=\"%s\"></label>\n"
              .formatted(word, word, Html.text(value)));
      if (!value.isEmpty()) {
        options.add("--" + word + "=" + value);
        again.append(word).append('=').append(Html.query(value)).append('&');
      }
    }
    form.append("<button>Search</button></form>\n");
    EventFilter filter;
    try {
      filter = AuditQuery.of(options).filter(log.times().zone());
    } catch (CliException e) {
      form.append(Html.box("bad", "<p role=\"alert\">" + Html.text(Html.why(e)) + "</p>"));
      return page(400, form.toString());
    }
    return page(200, form + results(filter, request.query("before"), again.toString()));
  }

  private static WebAnswer page(int status, String main) {
    return WebAnswer.html(status, Html.page("Search", "/search", main, ""));
  }

  private String results(EventFilter filter, String before, String again) {
    LogReader reader = log.reader();
    long end = before.matches("[0-9]{1,18}") ? Long.parseLong(before) : reader.size();
    Finder.Result result = new Finder(reader, log.index()).find(filter, any -> true, end, ROWS);
    StringBuilder rows = new StringBuilder();
    result.events().forEach(found -> rows.append(row(found)));
    StringBuilder html = new StringBuilder();
    html.append(
        Html.table(
            "Events, the newest first",
            List.of("place", "time", "kind", "fields"),
            rows.toString()));
    if (result.events().isEmpty()) {
      html.append("<p>No such events from here to place %,d.</p>".formatted(result.next()));
    }
    if (result.next() > 0) {
      String to = again + "before=" + result.next();
      html.append("<p>").append(Html.link(to, "Older events")).append("</p>");
    }
    return html.toString();
  }

  private String row(Finder.Found found) {
    StringBuilder fields = new StringBuilder();
    for (EventField field : EventField.values()) {
      String value = AuditEventText.value(found.event(), field, log.times());
      if (value != null && field != EventField.PREVIOUS && field != EventField.SEQUENCE) {
        fields.append(AuditEventText.name(field)).append('=').append(value).append(' ');
      }
    }
    return Html.cells(
        Html.event(found.index()),
        Html.text(log.times().text(found.event().time())),
        Html.text(found.event().kind()),
        Html.text(fields.toString().strip()));
  }
}
