package org.kagiban.rpc;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.EventId;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.log.LogView;
import org.kagiban.audit.note.SignedCheckpoint;

/** Finds single events; waits where one may be too new for the checkpoint. Thread-safe. */
final class EventLookup {
  /** A checkpoint follows an event within a second, where all is well. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /** An event that is older than the newest one by this much is covered, or is none. */
  private static final Duration SETTLED = Duration.ofMinutes(10);

  private final LogView log;

  EventLookup(LogView log) {
    this.log = log;
  }

  /**
   * An event with its proof.
   *
   * @param size of the log that it was found in
   */
  record Found(long index, long size, byte[] entry, AuditEvent event, byte[] proof) {}

  /**
   * @throws ApiFault where there is none
   */
  Found byIndex(long index) throws IOException {
    LogReader reader = open(log.checkpoint());
    if (index >= reader.size()) {
      reader = open(log.awaitCommitted(PATIENCE));
    }
    if (index >= reader.size()) {
      throw AuditFaults.eventNotFound();
    }
    return found(reader, index);
  }

  /**
   * @throws ApiFault where there is none
   */
  Found byId(EventId id) throws IOException {
    LogReader reader = open(log.checkpoint());
    if (mayBeNew(id, reader)) {
      reader = open(log.awaitCommitted(PATIENCE));
    }
    OptionalLong index = reader.locate(id);
    return found(reader, index.orElseThrow(AuditFaults::eventNotFound));
  }

  private static boolean mayBeNew(EventId id, LogReader reader) throws IOException {
    if (reader.size() == 0) {
      return true;
    }
    Instant last = reader.event(reader.size() - 1).time();
    return !time(id).isBefore(last.minus(SETTLED));
  }

  /** RFC 9562, section 5.7: the first 48 bits are milliseconds since the Unix epoch. */
  static Instant time(EventId id) {
    return Instant.ofEpochMilli(id.value().getMostSignificantBits() >>> 16);
  }

  private LogReader open(@Nullable SignedCheckpoint checkpoint) throws IOException {
    if (checkpoint == null) {
      throw AuditFaults.notSigned();
    }
    return LogReader.open(log.tiles(), checkpoint);
  }

  private static Found found(LogReader reader, long index) throws IOException {
    byte[] entry = reader.entry(index);
    return new Found(
        index, reader.size(), entry, EventEncoding.decode(entry), reader.prove(index).encode());
  }
}
