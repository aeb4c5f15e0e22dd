package org.kagiban.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.verify.Finding;

/** Shows what a check found. */
final class AuditFindings {
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
}
