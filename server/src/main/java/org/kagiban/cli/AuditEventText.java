package org.kagiban.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.yaml.VisibleText;

/**
 * Shows events: in one line, in full, or as what JSON is made of. Text from the log is made safe.
 */
public final class AuditEventText {
  private AuditEventText() {}

  /** Such as {@code 17 2026-11-23T01:13:18.123456Z KEY_USED token=VSST12345678 verdict=...}. */
  static String line(long index, AuditEvent event, AuditTimes times) {
    List<String> words = new ArrayList<>();
    for (EventField field : EventField.values()) {
      String value = value(event, field, times);
      if (value != null && !isLink(field)) {
        words.add(name(field) + "=" + quoted(value));
      }
    }
    return "%d  %s  %s  %s  %s"
        .formatted(
            index, times.text(event.time()), event.id(), event.kind(), String.join(" ", words))
        .stripTrailing();
  }

  /** Every field on a line of its own. */
  static String full(long index, AuditEvent event, AuditTimes times) {
    Table table = new Table();
    table.row("index", Long.toString(index));
    table.row("event id", event.id().toString());
    table.row("time", times.text(event.time()));
    table.row("kind", event.kind().toString());
    for (EventField field : EventField.values()) {
      String value = value(event, field, times);
      if (value != null) {
        table.row(name(field), value);
      }
    }
    return table.toString();
  }

  /** Numbers as numbers, bytes in hexadecimal, times in UTC. */
  static Map<String, Object> json(long index, AuditEvent event) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (EventField field : EventField.values()) {
      Object value =
          field.type() == EventField.Type.NUMBER ? event.number(field) : plain(event, field);
      if (value != null) {
        fields.put(name(field), value);
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("index", index);
    json.put("id", event.id().toString());
    json.put("time", event.time().toString());
    json.put("kind", event.kind().toString());
    json.put("fields", fields);
    return json;
  }

  /** An entry that is no event of a known schema. */
  static String unknown(long index, byte[] entry) {
    return "entry %d: %d bytes that are no event this version knows: %s"
        .formatted(index, entry.length, HexFormat.of().formatHex(entry));
  }

  /** The field's name as every command shows it. */
  public static String name(EventField field) {
    return field.name().toLowerCase(Locale.ROOT);
  }

  /** Text of somebody else on one line: it must not be able to make a second one. */
  public static String safe(String text) {
    return VisibleText.of(text).replace("\n", "\\u{a}");
  }

  /** One field for people, null where the event does not have it. */
  public static @Nullable String value(AuditEvent event, EventField field, AuditTimes times) {
    if (field.type() != EventField.Type.NUMBER) {
      String text = plain(event, field);
      return text == null ? null : safe(text);
    }
    Long number = event.number(field);
    if (number == null) {
      return null;
    }
    return field == EventField.EXPIRES
        ? times.text(Instant.EPOCH.plus(number, ChronoUnit.MICROS))
        : number.toString();
  }

  private static @Nullable String plain(AuditEvent event, EventField field) {
    if (field.type() == EventField.Type.TEXT) {
      return event.text(field);
    }
    byte[] bytes = event.bytes(field);
    return bytes == null ? null : HexFormat.of().formatHex(bytes);
  }

  /** Whether a field ties the event to the one before in its chain. */
  public static boolean isLink(EventField field) {
    return field == EventField.SEQUENCE || field == EventField.PREVIOUS;
  }

  private static String quoted(String value) {
    return value.isEmpty() || value.indexOf(' ') >= 0 ? "\"" + value + "\"" : value;
  }
}
