package org.kagiban.console;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.web.Page;
import org.kagiban.web.WebAnswer;
import org.kagiban.web.WebRequest;

/** What the log is, and whose word says so. */
final class StatePage implements Page {
  private static final String SEEN =
      """
      <h2>Since this browser's last visit</h2>
      <p id="seen" class="box note" role="status" data-origin="%s">Not checked: this needs JavaScript.</p>
      <p>The browser keeps size and root of the checkpoint for this address; <code>--listen</code>
      with a fixed port lets it find them again after a restart.</p>
      """;

  private final OpenLog log;
  private final VerifyAll verify;

  StatePage(OpenLog log, VerifyAll verify) {
    this.log = log;
    this.verify = verify;
  }

  @Override
  public WebAnswer answer(WebRequest request) {
    LogReader reader = log.reader();
    SignedCheckpoint signed = reader.checkpoint();
    Checkpoint now = signed.checkpoint();
    StringBuilder html = new StringBuilder();
    String warning = log.folder().warning();
    if (warning != null) {
      html.append(Html.box("note", "<p>" + Html.text(warning) + "</p>"));
    }
    if (!log.failure().isEmpty()) {
      html.append(Html.box("bad", "<p>" + Html.text(log.failure()) + "</p>"));
    }
    html.append("<table class=\"facts\"><caption>Newest checkpoint</caption>\n");
    html.append(Html.row("log", Html.text(now.origin())));
    html.append(Html.row("size", "%,d events".formatted(now.size())));
    html.append(Html.row("last event", age(reader)));
    html.append(Html.row("root", code(now.root().base64())));
    for (VerifierKey key : signed.logKeys()) {
      html.append(Html.row("signed by", code(key.vkey())));
    }
    html.append(Html.row("witnesses", witnesses(signed)));
    html.append(Html.row("folder", code(log.folder().path())));
    html.append(Html.row("indexed", "%,d events".formatted(log.index().events())));
    long unknown = log.index().unknown();
    if (unknown > 0) {
      html.append(
          Html.row(
              "unknown entries",
              "%,d that are no event that this version knows".formatted(unknown)));
    }
    html.append("</table>").append(SEEN.formatted(Html.text(now.origin())));
    html.append(verify.html());
    return WebAnswer.html(200, Html.page("State", "/", html.toString(), "state.mjs"));
  }

  /** A checkpoint has no time of its own: it is not older than its last event. */
  private String age(LogReader reader) {
    try {
      Instant time = reader.event(reader.size() - 1).time();
      Duration age = Duration.between(time, Instant.now());
      String text = age.toDays() > 1 ? age.toDays() + " days" : age.toMinutes() + " minutes";
      return Html.text("%s, %s ago".formatted(log.times().second(time), text));
    } catch (IOException | IllegalArgumentException e) {
      return "it is no event that this version knows, or there is none";
    }
  }

  private String witnesses(SignedCheckpoint signed) {
    return "%d signed, %d asked for"
        .formatted(signed.witnesses().size(), log.folder().keys().quorum());
  }

  private static String code(Object text) {
    return "<code>" + Html.text(text) + "</code>";
  }
}
