package org.kagiban.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.EventField;

/** The cursor and {@link EventEncoding} are one and the same language. */
class EventCursorTest {
  private static final int RUNS = 200_000;
  private final List<byte[]> seeds = TestLog.chained(Story.whole().events.subList(0, 120));

  private static @Nullable AuditEvent decoded(byte[] bytes) {
    try {
      return EventEncoding.decode(bytes);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static byte[] mutated(byte[] seed, Random random) {
    byte[] bytes = seed.clone();
    int edits = random.nextInt(4);
    for (int i = 0; i < edits; i++) {
      // The head and the first fields' numbers and lengths are hit often.
      int most = random.nextBoolean() ? Math.min(40, bytes.length) : bytes.length;
      int at = most == 0 ? 0 : random.nextInt(most);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = (byte) (bytes[at] ^ 1 << random.nextInt(8));
        case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
        case 3 -> bytes = spliced(bytes, random);
        default -> bytes[at]++;
      }
      if (bytes.length == 0) {
        return bytes;
      }
    }
    return bytes;
  }

  private static byte[] spliced(byte[] bytes, Random random) {
    int from = random.nextInt(bytes.length);
    int to = from + random.nextInt(bytes.length - from + 1);
    int at = random.nextInt(bytes.length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    out.write(bytes, from, to - from);
    out.write(bytes, at, bytes.length - at);
    return out.toByteArray();
  }

  @Test
  void to_mutatedBytes_readsWhatDecodeReads_orNeitherDoes() {
    Random random = new Random(4);
    EventCursor cursor = new EventCursor();
    int accepted = 0;
    for (int run = 0; run < RUNS; run++) {
      byte[] bytes = mutated(seeds.get(random.nextInt(seeds.size())), random);
      byte[] around = new byte[bytes.length + 14];
      random.nextBytes(around);
      System.arraycopy(bytes, 0, around, 7, bytes.length);
      AuditEvent event = decoded(bytes);
      assertThat(cursor.to(around, 7, bytes.length)).as("run %d", run).isEqualTo(event != null);
      if (event != null) {
        accepted++;
        requireSame(cursor, event);
      }
    }
    assertThat(accepted).isBetween(RUNS / 10, RUNS * 9 / 10);
  }

  private static void requireSame(EventCursor cursor, AuditEvent event) {
    assertThat(cursor.kind()).isEqualTo(event.kind());
    assertThat(cursor.time()).isEqualTo(event.time());
    assertThat(cursor.idHigh()).isEqualTo(event.id().value().getMostSignificantBits());
    assertThat(cursor.idLow()).isEqualTo(event.id().value().getLeastSignificantBits());
    EventField chain = cursor.chain();
    assertThat(chain == null ? null : cursor.text(chain)).isEqualTo(event.chain());
    for (EventField field : EventField.values()) {
      switch (field.type()) {
        case TEXT -> assertThat(cursor.text(field)).isEqualTo(event.text(field));
        case BYTES -> assertThat(cursor.bytes(field)).isEqualTo(event.bytes(field));
        case NUMBER -> {
          Long number = event.number(field);
          assertThat(cursor.has(field)).isEqualTo(number != null);
          assertThat(cursor.number(field, 7)).isEqualTo(number == null ? 7 : number);
        }
      }
    }
  }
}
