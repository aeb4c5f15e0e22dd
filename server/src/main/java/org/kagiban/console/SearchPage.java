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
    return page(200, form + results(filter, request, again.toString()));
  }

  private static WebAnswer page(int status, String main) {
    return WebAnswer.html(status, Html.page("Search", "/search", main, ""));
  }

  private String results(EventFilter filter, WebRequest request, String again) {
    LogReader reader = log.reader();
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
