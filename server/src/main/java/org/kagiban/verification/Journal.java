package org.kagiban.verification;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.token.Verdict;

/** Writes events that belong to no request, such as the log's start. Thread-safe. */
public final class Journal {
  private final TokenLedger ledger;
  private final TrustedClock clock;

  public Journal(TokenLedger ledger, TrustedClock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * Writes one event.
   *
   * @param fields adds the event's fields
   * @return the event's id once it is on disk; exceptionally as {@link TokenLedger#submit}
   */
  public CompletableFuture<EventId> write(
      EventKind kind, UnaryOperator<AuditEvent.Builder> fields) {
    return writeAll(kind, List.of(fields));
  }

  /**
   * As {@link #write}, several of one kind: all of them or none.
   *
   * @param fields of each event; 1 to 256
   * @return the first one's id
   */
  public CompletableFuture<EventId> writeAll(
      EventKind kind, List<UnaryOperator<AuditEvent.Builder>> fields) {
    Instant now;
    try {
      now = clock.now();
    } catch (UnavailableException e) {
      return CompletableFuture.failedFuture(e);
    }
    EventId id = EventId.at(now);
    List<AuditEvent> events = new ArrayList<>(fields.size());
    for (UnaryOperator<AuditEvent.Builder> each : fields) {
      EventId own = events.isEmpty() ? id : id.sibling(events.size());
      events.add(each.apply(AuditEvent.of(kind, own, now)).build());
    }
    Decision decision = new Decision(Answer.plain(Verdict.ACCEPTED, id, null), List.of(), events);
    return ledger
        .submit(new PreparedChange(null, Set.of(), Set.of(), view -> decision))
        .thenApply(committed -> id);
  }
}
