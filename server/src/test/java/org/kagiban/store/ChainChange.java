package org.kagiban.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.token.Verdict;
import org.kagiban.verification.Answer;
import org.kagiban.verification.Decision;
import org.kagiban.verification.LedgerView;

/** Changes with events about tokens and keys. */
final class ChainChange {
  private ChainChange() {}

  /** Writes tokens as they are, with an event about each. */
  static TestChange make(Token... tokens) {
    List<TokenId> ids = Arrays.stream(tokens).map(Token::id).toList();
    return new TestChange(null, Set.copyOf(ids), Set.of(), view -> about(ids, tokens));
  }

  /** Lets the token's watermark rise, with an event about it: as a Verify does. */
  static TestChange use(TokenId id) {
    return new TestChange(
        null, Set.of(id), Set.of(), view -> about(List.of(id), advanced(view, id)));
  }

  private static Token advanced(LedgerView view, TokenId id) {
    return TestChange.advance(id).decide(view).writes().get(0);
  }

  /** An event about a token that stays as it is: as a replayed code's Verify writes. */
  static TestChange look(TokenId id) {
    return events(Set.of(id.value()), id);
  }

  /**
   * Events about tokens, in that order.
   *
   * @param named tokens that the change names
   */
  static TestChange events(Set<String> named, TokenId... about) {
    return new TestChange(
        null,
        named.stream().map(TokenId::new).collect(Collectors.toSet()),
        Set.of(),
        view -> about(List.of(about)));
  }

  /** One event that is about no token. */
  static TestChange log(EventKind kind, UnaryOperator<AuditEvent.Builder> fields) {
    return new TestChange(
        null,
        Set.of(),
        Set.of(),
        view -> {
          AuditEvent.Builder event = AuditEvent.of(kind, EventId.at(Tokens.NOW), Tokens.NOW);
          return decision(List.of(fields.apply(event).build()));
        });
  }

  static Decision about(List<TokenId> tokens, Token... writes) {
    List<AuditEvent> events = new ArrayList<>();
    for (TokenId token : tokens) {
      events.add(event(token));
    }
    return decision(events, writes);
  }

  static AuditEvent event(TokenId token) {
    return AuditEvent.of(EventKind.KEY_USED, EventId.at(Tokens.NOW), Tokens.NOW)
        .with(EventField.TOKEN, token.value())
        .with(EventField.OPERATION, "verify")
        .build();
  }

  private static Decision decision(List<AuditEvent> events, Token... writes) {
    Answer answer = Answer.plain(Verdict.ACCEPTED, events.get(0).id(), null);
    return new Decision(answer, List.of(writes), events);
  }
}
