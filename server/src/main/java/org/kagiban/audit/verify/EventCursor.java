package org.kagiban.audit.verify;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;

/**
 * Reads events where they stand, without an object for each: for runs over millions. Accepts what
 * {@link EventEncoding#decode} accepts and nothing else. Not thread-safe.
 */
public final class EventCursor {
  private static final int KIND = 2;
  private static final int ID = 4;
  private static final int TIME = 20;
  private static final int FIELDS = 28;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final @Nullable EventKind[] KINDS = kinds();
  private static final @Nullable EventField[] BY_NUMBER = fields();

  private static final Set<EventKind> CHAINED = chained();

  private byte[] bytes = new byte[0];
  private int start;
  private EventKind kind = EventKind.LOG_STARTED;
  private final int[] offsets = new int[BY_NUMBER.length];
  private final int[] lengths = new int[BY_NUMBER.length];

  /** Asks {@link AuditEvent#chain} itself, so that there is one rule. */
  private static Set<EventKind> chained() {
    EnumSet<EventKind> chained = EnumSet.noneOf(EventKind.class);
    EventId id = EventId.at(Instant.EPOCH);
    for (EventKind kind : EventKind.values()) {
      AuditEvent any = AuditEvent.of(kind, id, Instant.EPOCH).with(EventField.KEY, "k").build();
      if (any.chain() != null) {
        chained.add(kind);
      }
    }
    return chained;
  }

  private static @Nullable EventKind[] kinds() {
    int most = Arrays.stream(EventKind.values()).mapToInt(EventKind::number).max().orElse(0);
    @Nullable EventKind[] kinds = new EventKind[most + 1];
    for (EventKind kind : EventKind.values()) {
      kinds[kind.number()] = kind;
    }
    return kinds;
  }

  private static @Nullable EventField[] fields() {
    int most = Arrays.stream(EventField.values()).mapToInt(EventField::number).max().orElse(0);
    @Nullable EventField[] fields = new EventField[most + 1];
    for (EventField field : EventField.values()) {
      fields[field.number()] = field;
    }
    return fields;
  }

  /**
   * Goes to an event.
   *
   * @param source kept until the next call, not to be changed until then
   * @return false where it is not a canonical event of a known schema; then nothing else here may
   *     be asked
   */
  public boolean to(byte[] source, int offset, int length) {
    if (length < FIELDS || length > EventEncoding.MAX_SIZE || u16(source, offset) != 1) {
      return false;
    }
    int number = u16(source, offset + KIND);
    EventKind found = number < KINDS.length ? KINDS[number] : null;
    if (found == null || !EventEncoding.isTime((long) LONG.get(source, offset + TIME))) {
      return false;
    }
    bytes = source;
    start = offset;
    kind = found;
    return index(offset + FIELDS, offset + length);
  }

  private boolean index(int from, int end) {
    Arrays.fill(offsets, -1);
    int last = 0;
    int at = from;
    while (at < end) {
      int number = bytes[at] & 0xFF;
      EventField field = number < BY_NUMBER.length ? BY_NUMBER[number] : null;
      if (field == null || number <= last || end - at < 3) {
        return false;
      }
      int length = u16(bytes, at + 1);
      at += 3;
      if (length > AuditEvent.MAX_FIELD || length > end - at || !formed(field, at, length)) {
        return false;
      }
      offsets[number] = at;
      lengths[number] = length;
      last = number;
      at += length;
    }
    return true;
  }

  private boolean formed(EventField field, int at, int length) {
    return switch (field.type()) {
      case BYTES -> true;
      case NUMBER -> length == Long.BYTES;
      case TEXT -> isText(at, length);
    };
  }

  private boolean isText(int at, int length) {
    for (int i = at; i < at + length; i++) {
      if (bytes[i] < 0) {
        return isUtf8(at, length);
      }
    }
    return true;
  }

  private boolean isUtf8(int at, int length) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static int u16(byte[] source, int at) {
    return (source[at] & 0xFF) << 8 | (source[at + 1] & 0xFF);
  }

  public EventKind kind() {
    return kind;
  }

  /** Microseconds since the Unix epoch. */
  public long micros() {
    return (long) LONG.get(bytes, start + TIME);
  }

  /** When it happened. */
  public Instant time() {
    return Instant.EPOCH.plus(micros(), ChronoUnit.MICROS);
  }

  /** The event id's first 8 bytes. */
  long idHigh() {
    return (long) LONG.get(bytes, start + ID);
  }

  /** The event id's last 8 bytes. */
  long idLow() {
    return (long) LONG.get(bytes, start + ID + Long.BYTES);
  }

  public boolean has(EventField field) {
    return offsets[field.number()] >= 0;
  }

  /** Whether it has the field with exactly this encoded value. */
  public boolean is(EventField field, byte[] value) {
    int at = offsets[field.number()];
    return at >= 0
        && Arrays.equals(bytes, at, at + lengths[field.number()], value, 0, value.length);
  }

  /** A text field's value, null where the event does not have it. */
  public @Nullable String text(EventField field) {
    return has(field)
        ? new String(bytes, offset(field), length(field), StandardCharsets.UTF_8)
        : null;
  }

  /**
   * A number field's value.
   *
   * @param otherwise where the event does not have it
   */
  public long number(EventField field, long otherwise) {
    return has(field) ? (long) LONG.get(bytes, offset(field)) : otherwise;
  }

  /** A field's encoded value, a copy; null where the event does not have it. */
  public byte @Nullable [] bytes(EventField field) {
    return has(field)
        ? Arrays.copyOfRange(bytes, offset(field), offset(field) + length(field))
        : null;
  }

  /** What {@link #offset} points into. */
  byte[] source() {
    return bytes;
  }

  /** Where a field's value stands in {@link #source}; it has that field. */
  int offset(EventField field) {
    return offsets[field.number()];
  }

  /** Bytes of a field's value; it has that field. */
  int length(EventField field) {
    return lengths[field.number()];
  }

  /** The field that names its chain ({@link AuditEvent#chain}), null where it is in none. */
  public @Nullable EventField chain() {
    if (!CHAINED.contains(kind)) {
      return null;
    }
    if (has(EventField.TOKEN)) {
      return EventField.TOKEN;
    }
    return has(EventField.KEY) ? EventField.KEY : null;
  }
}
