package org.kagiban.console;

import java.util.List;
import org.kagiban.web.Page;
import org.kagiban.web.WebAnswer;
import org.kagiban.web.WebRequest;

/** The partition's own keys, and the tokens of the last events. */
final class KeysPage implements Page {
  private static final List<String> HEADS =
      List.of("name", "last change", "at place", "last event");
  private final OpenLog log;

  KeysPage(OpenLog log) {
    this.log = log;
  }

  @Override
  public WebAnswer answer(WebRequest request) {
    String form =
        """
        <form method="get" action="/key"><label>Key or Token ID <input name="name" required></label>
        <button>Show its history</button></form>
        """;
    Keys keys = log.index().keys();
    String main =
        form
            + log.readSoFar(log.reader().size())
            + Html.table("The partition's own keys", HEADS, rows(keys.own()))
            + Html.table(
                "Tokens of the last events, at most " + Keys.RECENT, HEADS, rows(keys.tokens()));
    return WebAnswer.html(200, Html.page("Keys", "/keys", main, ""));
  }

  private String rows(List<Keys.Known> keys) {
    StringBuilder rows = new StringBuilder();
    for (Keys.Known key : keys) {
      rows.append(
          Html.cells(
              Html.link("/key?name=" + Html.query(key.name()), key.name()),
              Html.text(key.state()),
              Html.event(key.index()),
              Html.text(log.time(key.micros()))));
    }
    return rows.isEmpty() ? "<tr><td colspan=\"4\">None so far.</td></tr>" : rows.toString();
  }
}
