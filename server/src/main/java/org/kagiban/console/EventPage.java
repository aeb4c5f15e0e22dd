package org.kagiban.console;

import java.io.IOException;
import java.util.HexFormat;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.EventField;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.verify.EventCursor;
import org.kagiban.audit.verify.EventFilter;
import org.kagiban.cli.AuditEventText;
import org.kagiban.cli.AuditFaults;
import org.kagiban.cli.AuditPlace;
import org.kagiban.cli.CliException;
import org.kagiban.web.Page;
import org.kagiban.web.WebAnswer;
import org.kagiban.web.WebRequest;

/** One event. Its proof is handed over as it is: the browser computes it, and says what came. */
final class EventPage implements Page {
  private final OpenLog log;

  EventPage(OpenLog log) {
    this.log = log;
  }

  @Override
  public WebAnswer answer(WebRequest request) throws IOException {
    LogReader reader = log.reader();
    if (!request.query("id").isEmpty()) {
      return byId(reader, request.query("id"));
    }
    long index = index(request, reader);
    byte[] entry = entry(reader, index);
    String main =
        """
        <section id="proof" data-index="%d" aria-labelledby="proof-title">
        <h2 id="proof-title">Proof</h2>
        <p id="verdict" class="box note" role="status">Not checked: this needs JavaScript.</p>
        <ol id="steps" tabindex="0" aria-label="Steps of the proof"></ol>
        <p><a href="/tlog-proof?index=%d" download="%d.tlog-proof">Download the proof</a>
        (c2sp.org/tlog-proof)</p></section>
        %s<h2>Canonical bytes</h2><pre tabindex="0" aria-label="Canonical bytes">%s</pre>
        """
            .formatted(
                index, index, index, fields(reader, index, entry), HexFormat.of().formatHex(entry));
    return WebAnswer.html(200, Html.page("Event " + index, "/search", main, "event.mjs"));
  }

  /** To the one page that an event has, so that what is proved is always a place of the log. */
  static WebAnswer byId(LogReader reader, String id) {
    return WebAnswer.redirect("/event?index=" + AuditPlace.find(reader, id.strip()));
  }

  private String fields(LogReader reader, long index, byte[] entry) {
    AuditEvent event;
    try {
      event = EventEncoding.decode(entry);
    } catch (IllegalArgumentException e) {
      return Html.box("bad", "<p>This is no event that this version knows.</p>");
    }
    StringBuilder html = new StringBuilder("<table class=\"facts\"><caption>Event</caption>\n");
    html.append(Html.row("event id", Html.text(event.id())));
    html.append(Html.row("time", Html.text(log.times().text(event.time()))));
    html.append(Html.row("kind", Html.text(event.kind())));
    for (EventField field : EventField.values()) {
      String value = AuditEventText.value(event, field, log.times());
      if (value != null) {
        html.append(Html.row(AuditEventText.name(field), Html.text(value)));
      }
    }
    return html.append("</table>").append(chain(reader, index, event)).toString();
  }

  /** Links to the events before and after in its key's chain. */
  private String chain(LogReader reader, long index, AuditEvent event) {
    String name = event.chain();
    Long sequence = event.number(EventField.SEQUENCE);
    if (name == null || sequence == null) {
      return "";
    }
    EventFilter all = EventFilter.all();
    EventFilter filter = event.text(EventField.TOKEN) == null ? all.key(name) : all.token(name);
    Finder finder = new Finder(reader, log.index());
    StringBuilder html = new StringBuilder("<nav aria-label=\"Its chain\"><ul>");
    html.append(
        "<li>%s</li>".formatted(Html.link("/key?name=" + Html.query(name), "Chain of " + name)));
    finder
        .find(filter, at -> isAt(at, name, sequence - 1), index, 1)
        .events()
        .forEach(found -> html.append(step(found.index(), "Previous event")));
    finder
        .after(filter, at -> isAt(at, name, sequence + 1), index)
        .ifPresent(next -> html.append(step(next, "Next event")));
    html.append("</ul></nav>\n");
    return Finder.readsAll(reader, log.index())
        ? html.toString()
        : html + log.readSoFar(reader.size());
  }

  private static boolean isAt(EventCursor event, String chain, long sequence) {
    return event.number(EventField.SEQUENCE, 0) == sequence && Finder.Test.inChain(event, chain);
  }

  private static String step(long index, String text) {
    return "<li>" + Html.link("/event?index=" + index, text) + "</li>";
  }

  static byte[] entry(LogReader reader, long index) {
    try {
      return reader.entry(index);
    } catch (IOException e) {
      throw AuditFaults.log(e);
    }
  }

  /**
   * The place that is asked for.
   *
   * @throws CliException (usage) where the log has none such
   */
  static long index(WebRequest request, LogReader reader) {
    String text = request.query("index");
    long index = text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    if (index < 0 || index >= reader.size()) {
      throw CliException.usage("there is no event '%s' in this log".formatted(text));
    }
    return index;
  }
}
