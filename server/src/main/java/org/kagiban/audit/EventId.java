package org.kagiban.audit;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/**
 * Names one event for ever: a UUID of version 7 (RFC 9562 section 5.7), so ids sort by time.
 *
 * @param value version 7
 */
public record EventId(UUID value) implements Comparable<EventId> {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A fresh id. */
  public static EventId at(Instant time) {
    long high = (time.toEpochMilli() << 16) | 0x7000 | RANDOM.nextInt(0x1000);
    // The lowest byte is left for siblings.
    long low = (0x8000_0000_0000_0000L | (RANDOM.nextLong() >>> 2)) & ~0xFFL;
    return new EventId(new UUID(high, low));
  }

  public static EventId ofBytes(byte[] bytes) {
    if (bytes.length != 16) {
      throw new IllegalArgumentException("an event id has 16 bytes, not " + bytes.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new EventId(new UUID(buffer.getLong(), buffer.getLong()));
  }

  /**
   * The id of a further event of the same request.
   *
   * @param number 1 to 255
   */
  public EventId sibling(int number) {
    if (number < 1 || number > 255) {
      throw new IllegalArgumentException("a request has at most 256 events");
    }
    return new EventId(
        new UUID(value.getMostSignificantBits(), value.getLeastSignificantBits() | number));
  }

  /** 16 bytes, big-endian. */
  public byte[] bytes() {
    return ByteBuffer.allocate(16)
        .putLong(value.getMostSignificantBits())
        .putLong(value.getLeastSignificantBits())
        .array();
  }

  @Override
  public int compareTo(EventId other) {
    int high =
        Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(
            value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
