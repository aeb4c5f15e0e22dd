package org.kagiban.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.EventField;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.tree.InclusionProof;
import org.kagiban.cli.AuditEventText;
import org.kagiban.cli.AuditFaults;
import org.kagiban.cli.AuditJson;
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
            .formatted(index, index, index, fields(entry), HexFormat.of().formatHex(entry));
    return WebAnswer.html(200, Html.page("Event " + index, "/search", main, "event.mjs"));
  }

  private String fields(byte[] entry) {
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
    return html.append("</table>").toString();
  }

  /** What the browser needs to prove it: bytes, path, checkpoint, and the log's keys. */
  WebAnswer proof(WebRequest request) throws IOException {
    LogReader reader = log.reader();
    long index = index(request, reader);
    List<Hash> path = InclusionProof.make(reader.hashes(), index, reader.size());
    Base64.Encoder base64 = Base64.getEncoder();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("entry", base64.encodeToString(entry(reader, index)));
    json.put("index", Long.toString(index));
    json.put("path", path.stream().map(Hash::base64).toList());
    json.put("checkpoint", base64.encodeToString(reader.checkpoint().note().encode()));
    json.put("keys", log.folder().keys().logKeys().stream().map(VerifierKey::vkey).toList());
    return WebAnswer.json(200, AuditJson.of(json));
  }

  /** The same as a file for other tools. */
  WebAnswer file(WebRequest request) throws IOException {
    LogReader reader = log.reader();
    byte[] proof = reader.prove(index(request, reader)).encode();
    return WebAnswer.plain(200, new String(proof, StandardCharsets.UTF_8));
  }

  private static byte[] entry(LogReader reader, long index) {
    try {
      return reader.entry(index);
    } catch (IOException e) {
      throw AuditFaults.log(e);
    }
  }

  private static long index(WebRequest request, LogReader reader) {
    String text = request.query("index");
    long index = text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    if (index < 0 || index >= reader.size()) {
      throw CliException.usage("there is no event '%s' in this log".formatted(text));
    }
    return index;
  }
}
