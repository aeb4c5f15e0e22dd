package org.kagiban.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the audit log. Holds never a seed, a PIN or a code. Immutable; {@link EventEncoding}
 * gives its canonical bytes.
 */
public final class AuditEvent {
  /** Most bytes of one field. */
  public static final int MAX_FIELD = 4096;

  private final EventId id;
  private final Instant time;
  private final EventKind kind;
  private final Map<EventField, byte[]> fields;

  AuditEvent(EventId id, Instant time, EventKind kind, Map<EventField, byte[]> fields) {
    this.id = id;
    this.time = time.truncatedTo(ChronoUnit.MICROS);
    this.kind = kind;
    this.fields = fields;
  }

  public static Builder of(EventKind kind, EventId id, Instant time) {
    return new Builder(kind, id, time);
  }

  public EventId id() {
    return id;
  }

  /** To the microsecond. */
  public Instant time() {
    return time;
  }

  public EventKind kind() {
    return kind;
  }

  /** The encoded values, in the order of their numbers. Not to be changed. */
  Map<EventField, byte[]> fields() {
    return Collections.unmodifiableMap(fields);
  }

  /** A text field's value, null where the event does not have it. */
  public @Nullable String text(EventField field) {
    requireType(field, EventField.Type.TEXT);
    byte[] value = fields.get(field);
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  /** A number field's value, null where the event does not have it. */
  public @Nullable Long number(EventField field) {
    requireType(field, EventField.Type.NUMBER);
    byte[] value = fields.get(field);
    return value == null ? null : ByteBuffer.wrap(value).getLong();
  }

  /** A byte field's value, null where the event does not have it. */
  public byte @Nullable [] bytes(EventField field) {
    requireType(field, EventField.Type.BYTES);
    byte[] value = fields.get(field);
    return value == null ? null : value.clone();
  }

  /**
   * Whose chain of events this one belongs to: its token's, or else its key's; null where it is
   * about neither, or about one that need not exist (asked for, only announced, or discarded).
   */
  public @Nullable String chain() {
    if (kind == EventKind.REQUEST_REFUSED
        || kind == EventKind.KEY_GENERATING
        || kind == EventKind.KEY_DISCARDED) {
      return null;
    }
    String token = text(EventField.TOKEN);
    return token == null ? text(EventField.KEY) : token;
  }

  /**
   * This event with its place in its chain.
   *
   * @param sequence from 1
   * @param previous leaf hash of the chain's event before; null for the first
   */
  public AuditEvent chained(long sequence, byte @Nullable [] previous) {
    if (sequence < 1 || (sequence == 1) != (previous == null) || chain() == null) {
      throw new IllegalArgumentException("no event " + sequence + " of a chain: " + this);
    }
    Builder builder = new Builder(kind, id, time);
    builder.fields.putAll(fields);
    builder.with(EventField.SEQUENCE, sequence);
    return (previous == null ? builder : builder.with(EventField.PREVIOUS, previous)).build();
  }

  private static void requireType(EventField field, EventField.Type type) {
    if (field.type() != type) {
      throw new IllegalArgumentException(field + " is " + field.type() + ", not " + type);
    }
  }

  @Override
  public String toString() {
    return kind + " " + id + " " + fields.keySet();
  }

  /** Collects an event's fields; a field set to null is left out. */
  public static final class Builder {
    private final EventKind kind;
    private final EventId id;
    private final Instant time;
    private final Map<EventField, byte[]> fields = new EnumMap<>(EventField.class);

    private Builder(EventKind kind, EventId id, Instant time) {
      this.kind = kind;
      this.id = id;
      this.time = time;
    }

    public Builder with(EventField field, @Nullable String text) {
      requireType(field, EventField.Type.TEXT);
      return put(field, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    public Builder with(EventField field, long number) {
      requireType(field, EventField.Type.NUMBER);
      return put(field, ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    public Builder with(EventField field, byte[] bytes) {
      requireType(field, EventField.Type.BYTES);
      return put(field, bytes.clone());
    }

    private Builder put(EventField field, byte @Nullable [] value) {
      if (value == null) {
        return this;
      }
      if (value.length > MAX_FIELD) {
        throw new IllegalArgumentException(field + " has more than " + MAX_FIELD + " bytes");
      }
      fields.put(field, value);
      return this;
    }

    public AuditEvent build() {
      return new AuditEvent(id, time, kind, new EnumMap<>(fields));
    }
  }
}
