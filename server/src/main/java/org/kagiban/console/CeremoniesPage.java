package org.kagiban.console;

import java.util.List;
import org.kagiban.web.Page;
import org.kagiban.web.WebAnswer;
import org.kagiban.web.WebRequest;

/** The key ceremonies that the log tells of, and the transcripts that were kept. */
final class CeremoniesPage implements Page {
  private final OpenLog log;
  private final Transcripts transcripts;

  CeremoniesPage(OpenLog log, Transcripts transcripts) {
    this.log = log;
    this.transcripts = transcripts;
  }

  @Override
  public WebAnswer answer(WebRequest request) {
    String soFar = log.readSoFar(log.reader().size());
    StringBuilder rows = new StringBuilder();
    for (Ceremonies.Known one : log.index().ceremonies().list()) {
      rows.append(
          Html.cells(
              Html.link("/ceremony?id=" + Html.query(one.id()), one.id()),
              Html.text(one.operation() == null ? "-" : one.operation()),
              Html.text(one.last()),
              Html.text(log.time(one.micros())),
              Html.event(one.index())));
    }
    String main =
        rows.isEmpty()
            ? "<p>%s of no ceremony.</p>"
                .formatted(soFar.isEmpty() ? "The log tells" : "What is read so far tells")
            : Html.table(
                "Key ceremonies, the newest first",
                List.of("ceremony", "for", "last act", "at", "first event"),
                rows.toString());
    String all = soFar + main + transcripts.list();
    return WebAnswer.html(200, Html.page("Ceremonies", "/ceremonies", all, ""));
  }
}
