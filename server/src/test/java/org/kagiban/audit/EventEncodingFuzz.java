package org.kagiban.audit;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.kagiban.fuzz.Finding;
import org.kagiban.fuzz.FuzzTarget;

/** An event's bytes: what is read is what would be written, byte for byte. */
public final class EventEncodingFuzz implements FuzzTarget {
  private static final EventId ID =
      new EventId(UUID.fromString("019aa000-1111-7222-8333-444455556600"));
  private static final Instant TIME = Instant.parse("2026-11-22T00:00:00.000001Z");

  @Override
  public void feed(byte[] data) {
    AuditEvent event;
    try {
      event = EventEncoding.decode(data);
    } catch (IllegalArgumentException refused) {
      Finding.unlessPlain(String.valueOf(refused.getMessage()));
      return;
    }
    Finding.unless(
        Arrays.equals(EventEncoding.encode(event), data), "an event is not written as it was read");
    read(event);
  }

  /** All that a reader asks an event for. */
  private static void read(AuditEvent event) {
    Finding.unless(!event.toString().isEmpty(), "an event without words");
    String chain = event.chain();
    for (EventField field : event.fields().keySet()) {
      Object value =
          switch (field.type()) {
            case TEXT -> event.text(field);
            case NUMBER -> event.number(field);
            case BYTES -> event.bytes(field);
          };
      Finding.unless(value != null, field + " is there and has no value");
    }
    Finding.unless(chain == null || event.fields().size() > 0, "a chain of no key");
  }

  /** One event of each kind, with each field. */
  @Override
  public List<byte[]> seeds() {
    return Stream.of(EventKind.values())
        .map(EventEncodingFuzz::event)
        .map(EventEncoding::encode)
        .toList();
  }

  private static AuditEvent event(EventKind kind) {
    AuditEvent.Builder event = AuditEvent.of(kind, ID, TIME);
    for (EventField field : EventField.values()) {
      switch (field.type()) {
        case TEXT -> event.with(field, "契約");
        case NUMBER -> event.with(field, field.number());
        case BYTES -> event.with(field, new byte[] {1, 2, 3});
      }
    }
    return event.build();
  }
}
