package org.kagiban.audit.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.EventId;
import org.kagiban.audit.tile.EntryBundle;

/**
 * Id and time of entries, read where they stand ({@link EventEncoding}): whoever looks for one
 * event among many does not decode the others.
 */
final class EntryHead {
  private static final int ID = 2 + 2;
  private static final int TIME = ID + 16;
  private static final int SIZE = TIME + Long.BYTES;

  private EntryHead() {}

  /** Microseconds since the Unix epoch. */
  static long micros(EntryBundle bundle, int i) throws IOException {
    return head(bundle, i).getLong(TIME);
  }

  static boolean hasId(EntryBundle bundle, int i, EventId id) throws IOException {
    ByteBuffer head = head(bundle, i);
    return head.getLong(ID) == id.value().getMostSignificantBits()
        && head.getLong(ID + Long.BYTES) == id.value().getLeastSignificantBits();
  }

  /** As far as a long reaches; nothing in a log is beyond. */
  static long micros(Instant time) {
    try {
      return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    } catch (ArithmeticException e) {
      return time.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  private static ByteBuffer head(EntryBundle bundle, int i) throws IOException {
    if (bundle.length(i) < SIZE) {
      throw new IOException("an entry of " + bundle.length(i) + " bytes is no event");
    }
    ByteBuffer head =
        ByteBuffer.wrap(bundle.bytes(), bundle.offset(i), SIZE).slice().order(ByteOrder.BIG_ENDIAN);
    if (head.getShort(0) != EventEncoding.SCHEMA) {
      throw new IOException("an event of the unknown schema " + head.getShort(0));
    }
    return head;
  }
}
