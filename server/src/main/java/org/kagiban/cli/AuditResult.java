package org.kagiban.cli;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.verify.Finding;
import org.kagiban.audit.verify.Report;

/**
 * What the check of a folder came to.
 *
 * @param newest whose tree was checked
 * @param witnessed the newest one that enough witnesses signed; {@code newest} where none was asked
 * @param report of the log itself
 * @param others findings about checkpoints
 * @param ids of the events that findings are about, by index
 * @param earlier how many checkpoints were compared
 * @param nanos how long the log's own check took
 */
public record AuditResult(
    SignedCheckpoint newest,
    SignedCheckpoint witnessed,
    Report report,
    List<Finding> others,
    Map<Long, String> ids,
    int earlier,
    long nanos) {

  /** Whether nothing was found. */
  public boolean clean() {
    return report.clean() && others.isEmpty();
  }

  private long allFindings() {
    return report.allFindings() + others.size();
  }

  /** A server that was killed leaves no LOG_STOPPED. */
  private long startsWithoutStop() {
    long starts = report.kinds().getOrDefault(EventKind.LOG_STARTED, 0L);
    return Math.max(0, starts - report.kinds().getOrDefault(EventKind.LOG_STOPPED, 0L));
  }

  private double perSecond() {
    return report.events() * 1e9 / Math.max(1, nanos);
  }

  Map<String, Object> json() {
    Checkpoint checkpoint = newest.checkpoint();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("clean", clean());
    json.put("origin", checkpoint.origin());
    json.put("size", checkpoint.size());
    json.put("root", checkpoint.root().base64());
    json.put("events", report.events());
    json.put("first", report.first());
    json.put("last", report.last());
    json.put("kinds", new TreeMap<>(report.kinds()));
    json.put("chains", report.chains());
    json.put("startsWithoutStop", startsWithoutStop());
    json.put("earlierCheckpoints", earlier);
    json.put("witnesses", AuditTrust.names(witnessed));
    json.put("witnessedSize", witnessed.witnesses().isEmpty() ? null : size(witnessed));
    json.put("eventsPerSecond", Math.round(perSecond()));
    json.put("allFindings", allFindings());
    json.put("findings", findings().map(f -> AuditFindings.json(f, ids.get(f.index()))).toList());
    return json;
  }

  private Stream<Finding> findings() {
    return Stream.concat(others.stream(), report.findings().stream());
  }

  /** What {@code kagiban audit verify} prints. */
  public String text(AuditTimes times) {
    StringBuilder text = new StringBuilder();
    findings()
        .forEach(
            finding ->
                text.append(AuditFindings.line(finding, ids.get(finding.index())))
                    .append(System.lineSeparator()));
    long untold = report.allFindings() - report.findings().size();
    if (untold > 0) {
      text.append("and %,d findings more%n".formatted(untold));
    }
    return text.append(summary(times)).append(System.lineSeparator()).append(verdict()).toString();
  }

  private Table summary(AuditTimes times) {
    Table table = new Table();
    table.row("log", AuditEventText.safe(newest.checkpoint().origin()));
    table.row("size", "%,d".formatted(size(newest)));
    table.row("root", newest.checkpoint().root().base64());
    table.row("from", time(report.first(), times));
    table.row("to", time(report.last(), times));
    table.row("checked", "%,d events, %,.0f a second".formatted(report.events(), perSecond()));
    table.row("chains", "%,d".formatted(report.chains()));
    table.row(
        "starts without a stop",
        "%,d (a server that still runs is one of them)".formatted(startsWithoutStop()));
    table.row("earlier checkpoints", "%,d".formatted(earlier));
    table.row("witnesses", witnesses());
    new TreeMap<>(report.kinds())
        .forEach((kind, count) -> table.row("  " + kind, "%,d".formatted(count)));
    return table;
  }

  private String witnesses() {
    return witnessed.witnesses().isEmpty()
        ? "none"
        : "%s, up to event %,d"
            .formatted(
                AuditEventText.safe(String.join(", ", AuditTrust.names(witnessed))),
                size(witnessed));
  }

  private String verdict() {
    return clean()
        ? "nothing was found: the log is whole"
        : "%,d FINDINGS: keep this folder, and ask the server's operator".formatted(allFindings());
  }

  private static long size(SignedCheckpoint checkpoint) {
    return checkpoint.checkpoint().size();
  }

  private static String time(@Nullable Instant time, AuditTimes times) {
    return time == null ? "-" : times.text(time);
  }
}
