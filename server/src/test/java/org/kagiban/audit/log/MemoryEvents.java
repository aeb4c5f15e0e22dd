package org.kagiban.audit.log;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;

/** Committed events in memory; a test may change them, as nobody should. */
public final class MemoryEvents implements EventSource {
  public static final Instant START = Instant.parse("2026-11-22T00:00:00Z");

  /** From {@link #first} on. */
  public final List<byte[]> rows = new ArrayList<>();

  private long first;
  int longestRead;

  /** Events a second apart. */
  public static MemoryEvents of(int count) {
    MemoryEvents events = new MemoryEvents();
    events.add(count);
    return events;
  }

  public void add(int count) {
    for (int i = 0; i < count; i++) {
      long place = first + rows.size();
      Instant time = START.plus(Duration.ofSeconds(place));
      rows.add(EventEncoding.encode(used(EventId.at(time), time, place)));
    }
  }

  public EventId add(EventId id, Instant time) {
    rows.add(EventEncoding.encode(used(id, time, first + rows.size())));
    return id;
  }

  static AuditEvent used(EventId id, Instant time, long number) {
    return AuditEvent.of(EventKind.KEY_USED, id, time)
        .with(EventField.TOKEN, "TEST" + number % 100)
        .with(EventField.REQUEST, "request " + number)
        .build();
  }

  public AuditEvent event(long place) {
    return EventEncoding.decode(rows.get((int) (place - first)));
  }

  @Override
  public long size() {
    return first + rows.size();
  }

  @Override
  public long first() {
    return first;
  }

  @Override
  public List<byte[]> read(long from, int limit) throws IOException {
    if (from < first) {
      throw new IOException("event " + from + " was forgotten");
    }
    longestRead = Math.max(longestRead, limit);
    int at = (int) (from - first);
    return List.copyOf(rows.subList(at, Math.min(rows.size(), at + limit)));
  }

  @Override
  public void forget(long before) {
    while (first < before && rows.size() > 1) {
      rows.remove(0);
      first++;
    }
  }
}
