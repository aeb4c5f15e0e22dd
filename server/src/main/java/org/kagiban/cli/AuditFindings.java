package org.kagiban.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.verify.Finding;

/** Shows what a check found. */
public final class AuditFindings {
  private AuditFindings() {}

  /**
   * Such as {@code event 1234 (01a2...): KEY_LIFE VSST12345678: was destroyed before}.
   *
   * @param id of the event, null where it is not known
   */
  static String line(Finding finding, @Nullable String id) {
    String event = "event " + finding.index() + (id == null ? "" : " (" + id + ")");
    String about = finding.about().isEmpty() ? "" : " " + AuditEventText.safe(finding.about());
    return "%s: %s%s: %s"
        .formatted(
            finding.index() < 0 ? "log" : event,
            finding.rule(),
            about,
            AuditEventText.safe(finding.text()));
  }

  static Map<String, Object> json(Finding finding, @Nullable String id) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rule", finding.rule().toString());
    json.put("index", finding.index() < 0 ? null : finding.index());
    json.put("id", id);
    json.put("about", finding.about());
    json.put("text", finding.text());
    return json;
  }

  /**
   * What {@code kagiban audit key-history} says of a chain.
   *
   * @param events that it has
   */
  public static String chain(String name, long events, List<Finding> breaks) {
    StringBuilder text = new StringBuilder();
    breaks.forEach(finding -> text.append(line(finding, null)).append(System.lineSeparator()));
    text.append(AuditEventText.safe(name)).append(": ");
    if (events == 0) {
      text.append(
          "the log has no chain of this name; what only names it is found with"
              + " 'kagiban audit search DIR --key', a seed's events are in its token's chain");
    } else if (breaks.isEmpty()) {
      text.append(
          "the chain is whole: %,d events, numbered without a gap, each with the hash of the one"
                  .formatted(events)
              + " before");
    } else {
      text.append("the chain is NOT whole");
    }
    return text.toString();
  }
}
