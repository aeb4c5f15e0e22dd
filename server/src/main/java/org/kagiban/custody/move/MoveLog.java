package org.kagiban.custody.move;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.SeedMover.Outcome.Refused;
import org.kagiban.custody.SeedRows;
import org.kagiban.custody.SeedRows.Move;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.Custodian;
import org.kagiban.token.SeedRef;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.verification.TrustedClock;

/**
 * The events of one ceremony's moves, one for each seed.
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
  /** Seeds of one transaction: at most 256, which is how many events have ids of one origin. */
  static final int MOST = 100;

  /**
   * For one call of {@link SeedRows#replace}.
   *
   * @param tokens those that move, at most {@link #MOST}
   */
  SeedRows.Log log(Map<TokenId, Token> tokens) {
    Instant now = clock.now();
    EventId id = EventId.at(now);
    return done -> {
      List<AuditEvent> events = new ArrayList<>(done.size());
      for (Move move : done) {
        EventId own = events.isEmpty() ? id : id.sibling(events.size());
        Token token = Objects.requireNonNull(tokens.get(move.token()));
        events.add(moved(token).apply(AuditEvent.of(kind, own, now)).build());
      }
      return events;
    };
  }

  /** The fields that tell of a seed's move. */
  UnaryOperator<AuditEvent.Builder> moved(Token token) {
    return event -> about(event, token).with(EventField.KEK, kek);
  }

  /** The fields of {@link EventKind#SEED_REFUSED}. */
  UnaryOperator<AuditEvent.Builder> refused(Token token, Refused why) {
    return event ->
        about(event, token).with(EventField.REASON, why.reason() + ": " + why.message());
  }

  /** The fields of {@link EventKind#KEY_DISCARDED}. */
  UnaryOperator<AuditEvent.Builder> discarded(TokenId token, String why) {
    return event -> by(event, token.value(), token.value()).with(EventField.REASON, why);
  }

  private AuditEvent.Builder about(AuditEvent.Builder event, Token token) {
    SeedRef seed = token.seed();
    return by(event, token.id().value(), seed == null ? token.id().value() : seed.value())
        .with(EventField.INSTITUTION, token.institution().id());
  }

  private AuditEvent.Builder by(AuditEvent.Builder event, String token, String key) {
    return event
        .with(EventField.TOKEN, token)
        .with(EventField.KEY, key)
        .with(EventField.CEREMONY, ceremony.toString())
        .with(EventField.CALLER, by.name())
        .with(EventField.PERSON, by.person())
        .with(EventField.OPERATION, operation);
  }
}
