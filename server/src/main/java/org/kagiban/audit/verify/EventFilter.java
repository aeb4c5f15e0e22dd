package org.kagiban.audit.verify;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;

/**
 * Which events somebody asks for; all conditions hold at once. Immutable: each method gives a
 * narrower filter.
 */
public final class EventFilter {
  private static final EventFilter ALL =
      new EventFilter(
          Map.of(), EnumSet.allOf(EventKind.class), null, null, Long.MIN_VALUE, Long.MAX_VALUE);

  private final Map<EventField, byte[]> values;
  private final Set<EventKind> kinds;
  private final byte @Nullable [] who;
  private final byte @Nullable [] key;
  private final long from;
  private final long to;

  private EventFilter(
      Map<EventField, byte[]> values,
      Set<EventKind> kinds,
      byte @Nullable [] who,
      byte @Nullable [] key,
      long from,
      long to) {
    this.values = values;
    this.kinds = kinds;
    this.who = who;
    this.key = key;
    this.from = from;
    this.to = to;
  }

  /** Every event. */
  public static EventFilter all() {
    return ALL;
  }

  /** Of this caller's certificate (CALLER) or by this person (PERSON). */
  public EventFilter who(String name) {
    return new EventFilter(values, kinds, utf8(name), key, from, to);
  }

  /** About this key, or wrapped by it (KEY or KEK). */
  public EventFilter key(String label) {
    return new EventFilter(values, kinds, who, utf8(label), from, to);
  }

  public EventFilter token(String tokenId) {
    return with(EventField.TOKEN, tokenId);
  }

  public EventFilter ceremony(String id) {
    return with(EventField.CEREMONY, id);
  }

  public EventFilter institution(String id) {
    return with(EventField.INSTITUTION, id);
  }

  /** Such as WRONG_CODE. */
  public EventFilter verdict(String name) {
    return with(EventField.VERDICT, name);
  }

  public EventFilter request(String id) {
    return with(EventField.REQUEST, id);
  }

  /** Of one of these kinds. */
  public EventFilter kinds(Set<EventKind> some) {
    EnumSet<EventKind> narrower = EnumSet.noneOf(EventKind.class);
    some.stream().filter(kinds::contains).forEach(narrower::add);
    return new EventFilter(values, narrower, who, key, from, to);
  }

  /** Not before this moment. */
  public EventFilter from(Instant first) {
    return new EventFilter(values, kinds, who, key, micros(first), to);
  }

  /** Before this moment. */
  public EventFilter to(Instant end) {
    return new EventFilter(values, kinds, who, key, from, micros(end));
  }

  private EventFilter with(EventField field, String value) {
    Map<EventField, byte[]> more = new EnumMap<>(EventField.class);
    more.putAll(values);
    more.put(field, utf8(value));
    return new EventFilter(more, kinds, who, key, from, to);
  }

  public boolean matches(AuditEvent event) {
    return matches(event.kind(), micros(event.time()), (field, value) -> is(event, field, value));
  }

  /** As {@link #matches(AuditEvent)}, for the event that a cursor is at. */
  public boolean matches(EventCursor event) {
    return matches(event.kind(), event.micros(), event::is);
  }

  /**
   * Whether a group of events may hold one that matches, by what is known of the group: false only
   * where none can.
   */
  public boolean mayMatch(Group group) {
    if (group.latest() < from || group.earliest() >= to) {
      return false;
    }
    return kinds.stream().anyMatch(group::mayHave)
        && values.entrySet().stream().allMatch(e -> group.mayHave(e.getKey(), e.getValue()))
        && mayEither(group, EventField.CALLER, EventField.PERSON, who)
        && mayEither(group, EventField.KEY, EventField.KEK, key);
  }

  private static boolean mayEither(
      Group group, EventField one, EventField other, byte @Nullable [] value) {
    return value == null || group.mayHave(one, value) || group.mayHave(other, value);
  }

  private boolean matches(EventKind kind, long time, Fields fields) {
    if (!kinds.contains(kind) || time < from || time >= to) {
      return false;
    }
    for (Map.Entry<EventField, byte[]> wanted : values.entrySet()) {
      if (!fields.is(wanted.getKey(), wanted.getValue())) {
        return false;
      }
    }
    return either(fields, EventField.CALLER, EventField.PERSON, who)
        && either(fields, EventField.KEY, EventField.KEK, key);
  }

  private static boolean either(
      Fields fields, EventField one, EventField other, byte @Nullable [] value) {
    return value == null || fields.is(one, value) || fields.is(other, value);
  }

  private static boolean is(AuditEvent event, EventField field, byte[] value) {
    String text = event.text(field);
    return text != null && Arrays.equals(utf8(text), value);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  /**
   * What somebody remembers of several events. It may say yes too often, and never no too often.
   */
  public interface Group {
    /** Microseconds since the Unix epoch. */
    long earliest();

    /** Likewise. */
    long latest();

    /** Whether one may be of this kind. */
    boolean mayHave(EventKind kind);

    /** Whether one may have the field with this encoded value. */
    boolean mayHave(EventField field, byte[] value);
  }

  /** Whether an event has a field with a value. */
  @FunctionalInterface
  private interface Fields {
    boolean is(EventField field, byte[] value);
  }
}
