package org.kagiban.app;

import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.Patience;
import org.kagiban.hsm.Partition;
import org.kagiban.verification.Journal;
import org.kagiban.verification.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the server's own life into the audit log: start, HSM, configuration, stop. */
final class LifeEvents implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LifeEvents.class);

  private final Journal journal;
  private final Partition partition;

  LifeEvents(Journal journal, Partition partition) {
    this.journal = journal;
    this.partition = partition;
  }

  /**
   * Nobody is served before these are on disk.
   *
   * @throws UnavailableException where they cannot be written
   */
  void started() {
    Patience.await(
        journal.write(
            EventKind.LOG_STARTED,
            event -> event.with(EventField.VERSION, KagibanCommand.VERSION)));
    Patience.await(journal.write(EventKind.HSM_LOGIN, this::aboutPartition));
    Patience.await(
        journal.write(
            EventKind.HSM_INVENTORY,
            event -> aboutPartition(event).with(EventField.OBJECTS, partition.seedCount())));
  }

  /**
   * What of the configuration comes into force.
   *
   * @throws UnavailableException where it cannot be written
   */
  void reloaded(String what) {
    Patience.await(
        journal.write(
            EventKind.CONFIGURATION_RELOADED, event -> event.with(EventField.REASON, what)));
  }

  /** Writes an event about the partition in the background; a failure is only logged. */
  void write(EventKind kind) {
    UnaryOperator<AuditEvent.Builder> about = this::aboutPartition;
    CompletableFuture<EventId> unused =
        journal
            .write(kind, about)
            .whenComplete(
                (id, thrown) -> {
                  if (thrown != null) {
                    LOG.error("the event {} could not be written", kind, thrown);
                  }
                });
  }

  private AuditEvent.Builder aboutPartition(AuditEvent.Builder event) {
    return event.with(EventField.PARTITION, partition.label());
  }

  @Override
  public void close() {
    Patience.await(journal.write(EventKind.LOG_STOPPED, event -> event));
  }
}
