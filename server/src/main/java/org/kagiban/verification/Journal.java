package org.kagiban.verification;

import java.time.Instant;
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
    Instant now;
    try {
      now = clock.now();
    } catch (UnavailableException e) {
      return CompletableFuture.failedFuture(e);
    }
    EventId id = EventId.at(now);
    AuditEvent event = fields.apply(AuditEvent.of(kind, id, now)).build();
    Decision decision =
        new Decision(Answer.plain(Verdict.ACCEPTED, id, null), List.of(), List.of(event));
    return ledger
        .submit(new PreparedChange(null, Set.of(), Set.of(), view -> decision))
        .thenApply(committed -> id);
  }
}
