package org.kagiban.audit;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;

/**
 * The one canonical encoding of an event, schema 1. All integers are big-endian:
 *
 * <pre>
 * 2 bytes   schema, 1
 * 2 bytes   kind ({@link EventKind#number})
 * 16 bytes  event id
 * 8 bytes   time, microseconds since the Unix epoch, up to the end of the year 9999
 * then for each field, in ascending order of its number, none twice:
 * 1 byte    number ({@link EventField#number})
 * 2 bytes   length of the value
 * n bytes   value ({@link EventField.Type})
 * </pre>
 */
public final class EventEncoding {
  public static final int SCHEMA = 1;

  /** Most bytes of an event: what the log's bundles have room for. */
  public static final int MAX_SIZE = 0xFFFF;

  /** The first microsecond of the year 10000. */
  private static final long TIME_END = 253_402_300_800_000_000L;

  private static final int HEADER = 2 + 2 + 16 + 8;

  private EventEncoding() {}

  /**
   * The event's bytes.
   *
   * @throws IllegalArgumentException where they are more than {@link #MAX_SIZE}, or the time is
   *     none of the years 1970 to 9999
   */
  public static byte[] encode(AuditEvent event) {
    int size = HEADER;
    for (byte[] value : event.fields().values()) {
      size += 3 + value.length;
    }
    if (size > MAX_SIZE) {
      // Refused with the operation that it reports; later, it would stop the log.
      throw new IllegalArgumentException("an event of " + size + " bytes");
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    out.putShort((short) SCHEMA).putShort((short) event.kind().number());
    out.put(event.id().bytes()).putLong(micros(event.time()));
    event
        .fields()
        .forEach(
            (field, value) ->
                out.put((byte) field.number()).putShort((short) value.length).put(value));
    return out.array();
  }

  /**
   * Reads an event back. Accepts only what {@link #encode} would write.
   *
   * @throws IllegalArgumentException where the bytes are not a canonical event of a known schema
   */
  public static AuditEvent decode(byte[] bytes) {
    if (bytes.length > MAX_SIZE) {
      throw new IllegalArgumentException("an event of " + bytes.length + " bytes");
    }
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      int schema = Short.toUnsignedInt(in.getShort());
      if (schema != SCHEMA) {
        throw new IllegalArgumentException("unknown event schema " + schema);
      }
      EventKind kind = EventKind.of(Short.toUnsignedInt(in.getShort()));
      byte[] id = new byte[16];
      in.get(id);
      return new AuditEvent(EventId.ofBytes(id), time(in.getLong()), kind, fields(in));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("the event ends too early", e);
    }
  }

  private static long micros(Instant time) {
    long micros =
        Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000), time.getNano() / 1000);
    requireTime(micros);
    return micros;
  }

  private static Instant time(long micros) {
    requireTime(micros);
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** Whether an event can have this time, in microseconds since the Unix epoch. */
  public static boolean isTime(long micros) {
    return micros >= 0 && micros < TIME_END;
  }

  private static void requireTime(long micros) {
    if (!isTime(micros)) {
      throw new IllegalArgumentException("an event's time is from 1970 to 9999");
    }
  }

  private static Map<EventField, byte[]> fields(ByteBuffer in) {
    Map<EventField, byte[]> fields = new EnumMap<>(EventField.class);
    int last = 0;
    while (in.hasRemaining()) {
      int number = Byte.toUnsignedInt(in.get());
      if (number <= last) {
        throw new IllegalArgumentException("the event's fields are out of order");
      }
      last = number;
      EventField field = EventField.of(number);
      int length = Short.toUnsignedInt(in.getShort());
      if (length > AuditEvent.MAX_FIELD) {
        throw new IllegalArgumentException(field + " is too long");
      }
      byte[] value = new byte[length];
      in.get(value);
      requireForm(field, value);
      fields.put(field, value);
    }
    return fields;
  }

  private static void requireForm(EventField field, byte[] value) {
    if (field.type() == EventField.Type.NUMBER && value.length != Long.BYTES) {
      throw new IllegalArgumentException(field + " is not 8 bytes long");
    }
    if (field.type() == EventField.Type.TEXT) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
      } catch (CharacterCodingException e) {
        throw new IllegalArgumentException(field + " is not UTF-8", e);
      }
    }
  }
}
