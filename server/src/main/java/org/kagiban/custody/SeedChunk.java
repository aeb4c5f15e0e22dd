package org.kagiban.custody;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.TransportKey.Outcome;
import org.kagiban.custody.TransportKey.SealedSeed;
import org.kagiban.custody.pskc.SealedRecord;
import org.kagiban.token.Institution;
import org.kagiban.token.SeedRef;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.token.TokenState;
import org.kagiban.token.Verdict;
import org.kagiban.verification.Answer;
import org.kagiban.verification.Caller;
import org.kagiban.verification.Decision;
import org.kagiban.verification.LedgerView;
import org.kagiban.verification.PreparedChange;
import org.kagiban.verification.StaleException;
import org.kagiban.verification.TokenDirectory;
import org.kagiban.verification.TrustedClock;
import org.kagiban.verification.WrappedSeed;

/**
 * Loads some records together: new ones into the HSM and the store, known ones are compared. A
 * crash between HSM and store leaves seeds in the HSM that no token refers to; the next load of the
 * file replaces them.
 */
final class SeedChunk {
  private final TransportKey transport;
  private final TokenDirectory directory;
  private final TrustedClock clock;
  private final Caller caller;
  private final Institution institution;
  private final LoadTally tally;

  SeedChunk(
      TransportKey transport,
      TokenDirectory directory,
      TrustedClock clock,
      Caller caller,
      Institution institution,
      LoadTally tally) {
    this.transport = transport;
    this.directory = directory;
    this.clock = clock;
    this.caller = caller;
    this.institution = institution;
    this.tally = tally;
  }

  /** Loads records whose Token IDs differ from each other. */
  void load(Collection<SealedRecord> records) {
    Map<SealedRecord, Token> known = new LinkedHashMap<>();
    List<SealedRecord> fresh = new ArrayList<>();
    for (SealedRecord record : records) {
      Token token = SeedLoader.await(directory.find(record.tokenId()));
      if (token == null) {
        fresh.add(record);
      } else {
        known.put(record, token);
      }
    }
    compare(known);
    keep(fresh);
    tally.report();
  }

  private void compare(Map<SealedRecord, Token> known) {
    List<SealedRecord> records = List.copyOf(known.keySet());
    List<Outcome> outcomes = SeedLoader.await(transport.check(sealed(records)));
    for (int i = 0; i < records.size(); i++) {
      SealedRecord record = records.get(i);
      if (outcomes.get(i) instanceof Outcome.Bad bad) {
        tally.refused(record, bad.reason(), bad.message());
      } else {
        Token token = Objects.requireNonNull(known.get(record));
        compare(record, token, ((Outcome.Good) outcomes.get(i)).kcv());
      }
    }
  }

  private void compare(SealedRecord record, Token token, byte[] kcv) {
    if (!token.institution().equals(institution)) {
      tally.refused(record, "TOKEN_ID_TAKEN", "The Token ID belongs to another token.");
    } else if (!Arrays.equals(token.kcv(), kcv)) {
      tally.refused(
          record,
          "SEED_DIFFERS",
          "The token is loaded with another seed. Ask the vendor which file is right; to load this"
              + " one, retire the token and have it reissued under a new Token ID.");
    } else if (token.state().retired()) {
      tally.refused(record, "TOKEN_RETIRED", "The token was retired and cannot come back.");
    } else if (!token.profile().equals(record.profile())
        || !token.validity().equals(record.validity())) {
      tally.refused(
          record,
          "PROFILE_DIFFERS",
          "The token is loaded with the same seed but another profile or validity. Ask the vendor"
              + " which file is right.");
    } else {
      tally.unchangedOne();
    }
  }

  private void keep(List<SealedRecord> records) {
    if (records.isEmpty()) {
      return;
    }
    List<Outcome> outcomes = SeedLoader.await(transport.keep(sealed(records)));
    Instant now = clock.now();
    List<Token> tokens = new ArrayList<>();
    List<WrappedSeed> rows = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Good good) {
        tokens.add(token(records.get(i), good.kcv(), now));
        WrappedSeed row = good.row();
        if (row != null) {
          rows.add(row);
        }
      } else {
        Outcome.Bad bad = (Outcome.Bad) outcomes.get(i);
        tally.refused(records.get(i), bad.reason(), bad.message());
      }
    }
    if (!tokens.isEmpty()) {
      SeedLoader.await(directory.submit(registration(tokens, rows, now)));
      tokens.forEach(token -> tally.loadedOne());
    }
  }

  private static List<SealedSeed> sealed(List<SealedRecord> records) {
    return records.stream()
        .map(
            record ->
                new SealedSeed(
                    record.tokenId(),
                    record.profile(),
                    record.wrapped(),
                    record.boundData(),
                    record.bindingMac()))
        .toList();
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

  private PreparedChange registration(List<Token> tokens, List<WrappedSeed> rows, Instant now) {
    Set<TokenId> ids = new TreeSet<>();
    tokens.forEach(token -> ids.add(token.id()));
    return new PreparedChange(null, ids, Set.of(), view -> register(tokens, rows, now, view));
  }

  private Decision register(
      List<Token> tokens, List<WrappedSeed> rows, Instant now, LedgerView view) {
    EventId first = EventId.at(now);
    List<AuditEvent> events = new ArrayList<>();
    for (Token token : tokens) {
      if (view.token(token.id()) != null) {
        throw new StaleException();
      }
      EventId id = events.isEmpty() ? first : first.sibling(events.size());
      events.add(imported(id, token, now));
    }
    return new Decision(Answer.plain(Verdict.ACCEPTED, first, null), tokens, events, rows);
  }

  private AuditEvent imported(EventId id, Token token, Instant now) {
    @Nullable SeedRef seed = token.seed();
    return AuditEvent.of(EventKind.KEY_IMPORTED, id, now)
        .with(EventField.TOKEN, token.id().value())
        .with(EventField.KEY, seed == null ? null : seed.value())
        .with(EventField.INSTITUTION, institution.id())
        .with(EventField.CALLER, caller.name())
        .with(EventField.KCV, token.kcv())
        .build();
  }
}
