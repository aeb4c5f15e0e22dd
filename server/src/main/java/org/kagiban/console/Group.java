package org.kagiban.console;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.verify.EventCursor;
import org.kagiban.audit.verify.EventFilter;

/**
 * What is remembered of a bundle's events: their kinds, their times, and a Bloom filter over the
 * values that searches ask for. One KB, however many events. Written by one thread; read by others
 * only once it is published.
 */
final class Group implements EventFilter.Group {
  /** Fields that can be asked for. A search for others reads everything. */
  static final EventField[] FIELDS = {
    EventField.TOKEN,
    EventField.KEY,
    EventField.KEK,
    EventField.CALLER,
    EventField.PERSON,
    EventField.INSTITUTION,
    EventField.CEREMONY,
    EventField.VERDICT,
    EventField.REQUEST
  };

  /** 256 events have some 800 values at most; with 8192 bits, one in 130 is found by mistake. */
  private static final int LONGS = 128;

  private static final int BITS = LONGS * Long.SIZE;
  private static final int PROBES = 5;
  private static final long PRIME = 0x100000001b3L;

  private final long[] bits = new long[LONGS];
  private final Set<EventKind> kinds = EnumSet.noneOf(EventKind.class);
  private long earliest = Long.MAX_VALUE;
  private long latest = Long.MIN_VALUE;

  void add(EventCursor event) {
    kinds.add(event.kind());
    earliest = Math.min(earliest, event.micros());
    latest = Math.max(latest, event.micros());
    for (EventField field : FIELDS) {
      byte[] value = event.bytes(field);
      if (value != null) {
        add(hash(field, value));
      }
    }
  }

  private void add(long hash) {
    for (int i = 0; i < PROBES; i++) {
      int bit = probe(hash, i);
      bits[bit / Long.SIZE] |= 1L << bit;
    }
  }

  void write(DataOutputStream out) throws IOException {
    out.writeLong(earliest);
    out.writeLong(latest);
    out.writeByte(kinds.size());
    for (EventKind kind : kinds) {
      out.writeInt(kind.number());
    }
    for (long some : bits) {
      out.writeLong(some);
    }
  }

  static Group read(DataInputStream in) throws IOException {
    Group group = new Group();
    group.earliest = in.readLong();
    group.latest = in.readLong();
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      group.kinds.add(EventKind.of(in.readInt()));
    }
    for (int i = 0; i < LONGS; i++) {
      group.bits[i] = in.readLong();
    }
    return group;
  }

  @Override
  public long earliest() {
    return earliest;
  }

  @Override
  public long latest() {
    return latest;
  }

  @Override
  public boolean mayHave(EventKind kind) {
    return kinds.contains(kind);
  }

  @Override
  public boolean mayHave(EventField field, byte[] value) {
    long hash = hash(field, value);
    for (int i = 0; i < PROBES; i++) {
      int bit = probe(hash, i);
      if ((bits[bit / Long.SIZE] & 1L << bit) == 0) {
        return false;
      }
    }
    return true;
  }

  private static int probe(long hash, int i) {
    return Math.floorMod((int) hash + i * (int) (hash >>> 32 | 1), BITS);
  }

  /** FNV-1a, its bits mixed: nobody gains by choosing names that collide but slower searches. */
  private static long hash(EventField field, byte[] value) {
    long hash = 0xcbf29ce484222325L ^ field.number();
    for (byte b : value) {
      hash = (hash ^ (b & 0xFF)) * PRIME;
    }
    hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    return hash ^ hash >>> 29;
  }
}
