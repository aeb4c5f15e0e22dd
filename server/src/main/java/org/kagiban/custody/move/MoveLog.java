package org.kagiban.custody.move;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.SeedRows;
import org.kagiban.custody.SeedRows.Move;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.Custodian;
import org.kagiban.token.TokenId;
import org.kagiban.verification.TrustedClock;

/**
 * The events of one ceremony's moves.
 *
 * @param operation what is done, such as rotation
 * @param kek the key that wraps the seeds afterwards, null where none does
 */
record MoveLog(
    EventKind kind,
    String operation,
    @Nullable String kek,
    CeremonyId ceremony,
    Custodian by,
    TrustedClock clock) {
  /** Seeds of one event: their ids, of at most 32 characters, fit a field of 4096 bytes. */
  static final int MOST = 100;

  /** For one call of {@link SeedRows#replace}. */
  SeedRows.Log log() {
    Instant now = clock.now();
    EventId id = EventId.at(now);
    return done ->
        List.of(
            fields(done.stream().map(Move::token).toList())
                .apply(AuditEvent.of(kind, id, now))
                .build());
  }

  /**
   * The fields that tell of these tokens.
   *
   * @param tokens at most {@link #MOST}
   */
  UnaryOperator<AuditEvent.Builder> fields(List<TokenId> tokens) {
    return event ->
        event
            .with(EventField.CEREMONY, ceremony.toString())
            .with(EventField.CALLER, by.name())
            .with(EventField.PERSON, by.person())
            .with(EventField.OPERATION, operation)
            .with(EventField.KEK, kek)
            .with(EventField.RECORDS, tokens.size())
            .with(
                EventField.TOKENS,
                tokens.stream().map(TokenId::value).collect(Collectors.joining(" ")));
  }
}
