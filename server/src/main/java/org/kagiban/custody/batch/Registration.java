package org.kagiban.custody.batch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.TransportKey.Outcome;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.Custodian;
import org.kagiban.custody.pskc.SealedRecord;
import org.kagiban.token.Institution;
import org.kagiban.token.SeedRef;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.token.TokenState;
import org.kagiban.token.Verdict;
import org.kagiban.verification.Answer;
import org.kagiban.verification.Decision;
import org.kagiban.verification.LedgerView;
import org.kagiban.verification.PreparedChange;
import org.kagiban.verification.StaleException;
import org.kagiban.verification.TokenEvents;
import org.kagiban.verification.TokenLedger;
import org.kagiban.verification.TrustedClock;
import org.kagiban.verification.WrappedSeed;

/** Commits new tokens with their seeds' rows and an event each. */
final class Registration {
  private final TokenLedger ledger;
  private final TrustedClock clock;
  private final Institution institution;
  private final CeremonyId ceremony;
  private final Custodian by;

  Registration(
      TokenLedger ledger,
      TrustedClock clock,
      Institution institution,
      CeremonyId ceremony,
      Custodian by) {
    this.ledger = ledger;
    this.clock = clock;
    this.institution = institution;
    this.ceremony = ceremony;
    this.by = by;
  }

  /** A new token and its row, null where its seed is resident. */
  private record Fresh(Token token, @Nullable WrappedSeed row) {}

  /**
   * Commits the good ones of the records.
   *
   * @param records at most 256
   * @param outcomes one for each record, in order
   * @return completes exceptionally with {@link StaleException} where a token is there meanwhile
   */
  CompletableFuture<Boolean> commit(List<SealedRecord> records, List<Outcome> outcomes) {
    Instant now = clock.now();
    List<Fresh> fresh = new ArrayList<>();
    Set<TokenId> ids = new TreeSet<>();
    for (int i = 0; i < records.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Good good) {
        fresh.add(new Fresh(token(records.get(i), good.kcv(), now), good.row()));
        ids.add(records.get(i).tokenId());
      }
    }
    if (fresh.isEmpty()) {
      return CompletableFuture.completedFuture(false);
    }
    return ledger
        .submit(new PreparedChange(null, ids, Set.of(), view -> register(fresh, now, view)))
        .thenApply(committed -> true);
  }

  private Token token(SealedRecord record, byte[] kcv, Instant now) {
    return new Token(
        record.tokenId(),
        institution,
        record.profile(),
        record.validity(),
        new SeedRef(record.tokenId().value()),
        kcv,
        now,
        TokenState.startingAt(record.counter()));
  }

  private Decision register(List<Fresh> fresh, Instant now, LedgerView view) {
    EventId first = EventId.at(now);
    List<AuditEvent> events = new ArrayList<>();
    List<WrappedSeed> rows = new ArrayList<>();
    for (Fresh one : fresh) {
      if (view.token(one.token().id()) != null) {
        throw new StaleException();
      }
      EventId id = events.isEmpty() ? first : first.sibling(events.size());
      events.add(imported(id, one, now));
      if (one.row() != null) {
        rows.add(one.row());
      }
    }
    return new Decision(
        Answer.plain(Verdict.ACCEPTED, first, null),
        fresh.stream().map(Fresh::token).toList(),
        events,
        rows);
  }

  private AuditEvent imported(EventId id, Fresh fresh, Instant now) {
    String token = fresh.token().id().value();
    WrappedSeed row = fresh.row();
    return AuditEvent.of(EventKind.KEY_IMPORTED, id, now)
        .with(EventField.TOKEN, token)
        .with(EventField.KEY, token)
        .with(EventField.INSTITUTION, institution.id())
        .with(EventField.CALLER, by.name())
        .with(EventField.PERSON, by.person())
        .with(EventField.KCV, fresh.token().kcv())
        .with(EventField.MECHANISM, TokenEvents.kcvMethod(fresh.token().profile()))
        .with(EventField.CEREMONY, ceremony.toString())
        .with(EventField.KEK, row == null ? null : row.kek())
        .build();
  }
}
