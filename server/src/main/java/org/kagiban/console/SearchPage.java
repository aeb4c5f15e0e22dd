package org.kagiban.console;

import java.util.ArrayList;
import java.util.List;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.verify.EventFilter;
import org.kagiban.cli.AuditQuery;
import org.kagiban.cli.CliException;
import org.kagiban.web.Page;
import org.kagiban.web.WebAnswer;
import org.kagiban.web.WebRequest;

/** Searches with the words of {@code kagiban audit search}, the newest first. */
final class SearchPage implements Page {
  /** Not a word of the command: an event id names one event, and its page opens at once. */
  private static final String EVENT = "event";

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
  private final EventRows rows;

  SearchPage(OpenLog log) {
    this.log = log;
    this.rows = new EventRows(log.times());
  }

  @Override
  public WebAnswer answer(WebRequest request) {
    String form = form(request);
    List<String> options = new ArrayList<>();
    StringBuilder again = new StringBuilder("/search?");
    for (String word : WORDS) {
      String value = request.query(word).strip();
      if (!value.isEmpty()) {
        options.add("--" + word + "=" + value);
        again.append(word).append('=').append(Html.query(value)).append('&');
      }
    }
    LogReader reader = log.reader();
    EventFilter filter;
    try {
      if (!request.query(EVENT).isBlank()) {
        return EventPage.byId(reader, request.query(EVENT));
      }
      filter = AuditQuery.of(options).filter(log.times().zone());
    } catch (CliException e) {
      String why = Html.box("bad", "<p role=\"alert\">" + Html.text(Html.why(e)) + "</p>");
      return page(400, form + why);
    }
    return page(
        200,
        form + log.readSoFar(reader.size()) + results(reader, filter, request, again.toString()));
  }

  private static String form(WebRequest request) {
    StringBuilder form = new StringBuilder("<form method=\"get\" action=\"/search\">");
    form.append(field(request, EVENT, "event id"));
    WORDS.forEach(word -> form.append(field(request, word, word)));
    return form.append("<button>Search</button></form>\n").toString();
  }

  private static String field(WebRequest request, String name, String label) {
    return "<label>%s <input name=\"%s\" value=\"%s\"></label>%n"
        .formatted(label, name, Html.text(request.query(name).strip()));
  }

  private static WebAnswer page(int status, String main) {
    return WebAnswer.html(status, Html.page("Search", "/search", main, ""));
  }

  private String results(LogReader reader, EventFilter filter, WebRequest request, String again) {
    Finder.Result result =
        new Finder(reader, log.index()).find(filter, any -> true, before(request, reader), ROWS);
    StringBuilder html = new StringBuilder(rows.table("Events, the newest first", result.events()));
    if (result.events().isEmpty()) {
      html.append("<p>No such events from here to place %,d.</p>".formatted(result.next()));
    }
    if (result.next() > 0) {
      String to = again + "before=" + result.next();
      html.append("<p>").append(Html.link(to, "Older events")).append("</p>");
    }
    return html.toString();
  }

  /** From where a page goes on, towards older events. */
  static long before(WebRequest request, LogReader reader) {
    String before = request.query("before");
    return before.matches("[0-9]{1,18}") ? Long.parseLong(before) : reader.size();
  }
}
