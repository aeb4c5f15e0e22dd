package org.kagiban.rpc;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.verification.Journal;

/** Writes who read what of the log; on disk when a future completes. Thread-safe. */
final class AuditEvents {
  private final Journal journal;

  AuditEvents(Journal journal) {
    this.journal = journal;
  }

  /**
   * One event was read.
   *
   * @param institution whose it is, null where it is nobody's
   */
  CompletableFuture<EventId> read(
      KnownCaller by, long index, long size, @Nullable String institution) {
    return journal.write(
        EventKind.LOG_READ,
        event ->
            by(event, by, "get-event")
                .with(EventField.INSTITUTION, institution)
                .with(EventField.FIRST, index)
                .with(EventField.RECORDS, 1)
                .with(EventField.SIZE, size));
  }

  /** The log was copied, from one event on. */
  CompletableFuture<EventId> exported(KnownCaller by, long from, long size) {
    return journal.write(
        EventKind.LOG_EXPORTED,
        event ->
            by(event, by, "export")
                .with(EventField.FIRST, from)
                .with(EventField.RECORDS, size - from)
                .with(EventField.SIZE, size));
  }

  /** Somebody takes stock of the partition and the database. */
  CompletableFuture<EventId> inventory(KnownCaller by, boolean deep, String partition) {
    return journal.write(
        EventKind.HSM_INVENTORY,
        event ->
            by(event, by, deep ? "inventory-deep" : "inventory")
                .with(EventField.PARTITION, partition));
  }

  private static AuditEvent.Builder by(AuditEvent.Builder event, KnownCaller by, String operation) {
    return event
        .with(EventField.CALLER, by.caller().name())
        .with(EventField.PERSON, by.person())
        .with(EventField.OPERATION, operation);
  }
}
