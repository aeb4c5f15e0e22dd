package org.kagiban.app;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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

/** Writes the server's own life into the audit log: start, HSM, clock, stop. */
final class LifeEvents implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LifeEvents.class);

  private final Journal journal;
  private final Partition partition;
  private final Supplier<CompletableFuture<String>> keys;
  private volatile boolean toldStart;

  /**
   * @param keys what the partition holds but for seeds: {@link KeysInPartition#text}
   */
  LifeEvents(Journal journal, Partition partition, Supplier<CompletableFuture<String>> keys) {
    this.journal = journal;
    this.partition = partition;
    this.keys = keys;
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
    toldStart = true;
    Patience.await(journal.write(EventKind.HSM_LOGIN, this::aboutDevice));
    Patience.await(inventory());
  }

  /** In the background, as all that follows; a failure is only logged. */
  void hsmLost() {
    tell(EventKind.HSM_LOST, journal.write(EventKind.HSM_LOST, this::aboutPartition));
  }

  /** Logged in again, perhaps to another device: what it holds is told with it. */
  void hsmRestored() {
    tell(
        EventKind.HSM_RESTORED,
        journal
            .write(EventKind.HSM_RESTORED, this::aboutDevice)
            .thenCompose(restored -> inventory()));
  }

  /** Another partition of the pool does not serve any more. */
  void hsmLost(String label) {
    tell(
        EventKind.HSM_LOST,
        journal.write(EventKind.HSM_LOST, event -> event.with(EventField.PARTITION, label)));
  }

  /** Another partition of the pool serves, for the first time or again. */
  void hsmRestored(Partition other) {
    tell(
        EventKind.HSM_RESTORED,
        journal.write(EventKind.HSM_RESTORED, event -> aboutDevice(event, other)));
  }

  /** The clock is believed again. */
  void clockStepped(Duration step) {
    tell(
        EventKind.CLOCK_STEPPED,
        journal.write(
            EventKind.CLOCK_STEPPED,
            event -> event.with(EventField.STEP, TimeUnit.NANOSECONDS.toMicros(step.toNanos()))));
  }

  private CompletableFuture<EventId> inventory() {
    return keys.get()
        .thenCompose(
            held ->
                journal.write(
                    EventKind.HSM_INVENTORY,
                    event ->
                        aboutPartition(event)
                            .with(EventField.OBJECTS, partition.seedCount())
                            .with(EventField.VALUE, SettingsInForce.fitting(held))));
  }

  private static void tell(EventKind kind, CompletableFuture<EventId> written) {
    CompletableFuture<EventId> unused =
        written.whenComplete(
            (id, thrown) -> {
              if (thrown != null) {
                LOG.error("the event {} could not be written", kind, thrown);
              }
            });
  }

  private AuditEvent.Builder aboutDevice(AuditEvent.Builder event) {
    return aboutDevice(event, partition);
  }

  private static AuditEvent.Builder aboutDevice(AuditEvent.Builder event, Partition partition) {
    return event
        .with(EventField.PARTITION, partition.label())
        .with(
            EventField.VALUE,
            "serial="
                + partition.serial()
                + " firmware="
                + partition.firmware()
                + " model="
                + partition.model());
  }

  private AuditEvent.Builder aboutPartition(AuditEvent.Builder event) {
    return event.with(EventField.PARTITION, partition.label());
  }

  /** Says nothing of a server that never wrote its start. */
  @Override
  public void close() {
    if (!toldStart) {
      return;
    }
    Patience.await(journal.write(EventKind.LOG_STOPPED, event -> event));
  }
}
