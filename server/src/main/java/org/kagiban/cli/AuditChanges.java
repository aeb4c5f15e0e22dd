package org.kagiban.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.verify.EventCursor;

/** Sums up what happened in a part of the log. Memory does not grow with it. */
final class AuditChanges implements AuditScan.Visitor {
  private final int most;
  private final Map<EventKind, Long> kinds = new EnumMap<>(EventKind.class);
  // Verdicts are the server's own words, some ten of them.
  private final Map<String, Long> verdicts = new TreeMap<>();
  private final Map<AuditTopic, List<Seen>> seen = new EnumMap<>(AuditTopic.class);
  private @Nullable Instant first;
  private @Nullable Instant last;

  /**
   * @param most how many events of each topic are kept to be shown
   */
  AuditChanges(int most) {
    this.most = most;
  }

  private record Seen(long index, AuditEvent event) {}

  @Override
  public boolean visit(long index, EventCursor event, AuditScan.Entry at) {
    kinds.merge(event.kind(), 1L, Long::sum);
    Instant time = event.time();
    first = first == null || time.isBefore(first) ? time : first;
    last = last == null || time.isAfter(last) ? time : last;
    if (event.kind() == EventKind.KEY_USED) {
      String verdict = event.text(EventField.VERDICT);
      verdicts.merge(verdict == null ? "none" : verdict, 1L, Long::sum);
    }
    AuditTopic topic = AuditTopic.of(event.kind());
    if (topic != null) {
      List<Seen> known = seen.computeIfAbsent(topic, t -> new ArrayList<>());
      if (known.size() < most) {
        known.add(new Seen(index, at.event()));
      }
    }
    return true;
  }

  private long count(AuditTopic topic) {
    return kinds.entrySet().stream()
        .filter(entry -> AuditTopic.of(entry.getKey()) == topic)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  Map<String, Object> json(long from, long to) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("consistent", true);
    json.put("oldSize", from);
    json.put("newSize", to);
    json.put("events", to - from);
    json.put("first", first);
    json.put("last", last);
    json.put("kinds", kinds);
    json.put("verdicts", verdicts);
    for (AuditTopic topic : AuditTopic.values()) {
      List<Seen> events = seen.getOrDefault(topic, List.of());
      Map<String, Object> group = new LinkedHashMap<>();
      group.put("count", count(topic));
      group.put("events", events.stream().map(e -> AuditEventText.json(e.index, e.event)).toList());
      json.put(topic.json(), group);
    }
    return json;
  }

  String text(long from, long to, AuditTimes times) {
    StringBuilder text = new StringBuilder();
    text.append(
        "consistent: the log of %,d events begins with the %,d of the older state%n"
            .formatted(to, from));
    text.append("between them: %,d events".formatted(to - from));
    if (first != null && last != null) {
      text.append(", %s to %s".formatted(times.text(first), times.text(last)));
    }
    Table counts = new Table();
    kinds.forEach((kind, count) -> counts.row("  " + kind, "%,d".formatted(count)));
    verdicts.forEach(
        (verdict, count) ->
            counts.row("    verdict " + AuditEventText.safe(verdict), "%,d".formatted(count)));
    text.append(kinds.isEmpty() ? "" : "%n%s".formatted(counts));
    seen.keySet().forEach(topic -> text.append(list(topic, times)));
    return text.toString();
  }

  private String list(AuditTopic topic, AuditTimes times) {
    StringBuilder text = new StringBuilder("%n%s: %,d".formatted(topic.words(), count(topic)));
    List<Seen> events = seen.getOrDefault(topic, List.of());
    events.forEach(
        e -> text.append("%n  %s".formatted(AuditEventText.line(e.index, e.event, times))));
    long more = count(topic) - events.size();
    return more > 0 ? text.append("%n  and %,d more".formatted(more)).toString() : text.toString();
  }
}
