package org.kagiban.console;

import java.io.IOException;
import java.util.List;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.verify.EventFilter;
import org.kagiban.audit.verify.Finding;
import org.kagiban.audit.verify.KeyHistory;
import org.kagiban.cli.AuditFaults;
import org.kagiban.cli.AuditFindings;
import org.kagiban.cli.Progress;
import org.kagiban.web.Page;
import org.kagiban.web.WebAnswer;
import org.kagiban.web.WebRequest;

/** One key's or token's chain of events; whether it is whole, the whole log has to be read for. */
final class KeyPage implements Page {
  private static final int ROWS = 200;

  private final OpenLog log;
  private final Jobs jobs;
  private final EventRows rows;

  KeyPage(OpenLog log, Jobs jobs) {
    this.log = log;
    this.jobs = jobs;
    this.rows = new EventRows(log.times());
  }

  @Override
  public WebAnswer answer(WebRequest request) {
    String name = request.query("name").strip();
    LogReader reader = log.reader();
    long before = Math.min(SearchPage.before(request, reader), reader.size());
    Finder.Result found = find(reader, name, before);
    StringBuilder html = new StringBuilder(jobs.html(job(name), form(name)));
    html.append(log.readSoFar(reader.size()));
    html.append(new TimeLine(found.events(), log.times()).html());
    if (found.events().isEmpty()) {
      html.append(none(found.next(), before, reader.size()));
    }
    html.append(rows.table("Events of its chain, the newest first", found.events()));
    if (found.next() > 0) {
      String older = "/key?name=" + Html.query(name) + "&before=" + found.next();
      html.append("<p>").append(Html.link(older, "Older events")).append("</p>");
    }
    return WebAnswer.html(200, Html.page(name, "/keys", html.toString(), Jobs.MODULE));
  }

  /** Only who looked at all of the log may say that it has none. */
  private static String none(long next, long before, long size) {
    return next == 0 && before == size
        ? "<p>The log has no event in a chain of this name.</p>\n"
        : "<p>There is no event in a chain of this name from place %,d up to place %,d.</p>%n"
            .formatted(next, before);
  }

  /** A Token ID goes before a label of the same name, as in chains. */
  private Finder.Result find(LogReader reader, String name, long before) {
    Finder.Result token = chain(reader, EventFilter.all().token(name), name, before);
    return token.events().isEmpty()
        ? chain(reader, EventFilter.all().key(name), name, before)
        : token;
  }

  private Finder.Result chain(LogReader reader, EventFilter filter, String name, long before) {
    return new Finder(reader, log.index())
        .find(filter, event -> Finder.Test.inChain(event, name), before, ROWS);
  }

  private static String form(String name) {
    return """
        <form method="post" action="/key"><input type="hidden" name="name" value="%s">
        <button>Check its whole chain</button></form>
        """
        .formatted(Html.text(name));
  }

  /** Begins {@code audit key-history}. */
  WebAnswer check(WebRequest request) {
    String name = request.form("name").strip();
    LogReader reader = log.reader();
    jobs.start(job(name), progress -> history(reader, name, progress));
    return WebAnswer.redirect("/key?name=" + Html.query(name));
  }

  private String history(LogReader reader, String name, Progress progress) {
    long[] events = {0};
    try {
      List<Finding> breaks =
          KeyHistory.read(
              log.folder().tiles(),
              reader.checkpoint(),
              name,
              (index, event) -> events[0]++,
              read -> progress.at("reading", read, reader.size()));
      String text = AuditFindings.chain(name, events[0], breaks);
      return EventRows.said(breaks.isEmpty() && events[0] > 0, text);
    } catch (IOException e) {
      throw AuditFaults.log(e);
    }
  }

  private static String job(String name) {
    return "chain " + name;
  }
}
