package org.kagiban.store;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.token.Subscriber;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.token.TokenState;
import org.kagiban.token.Verdict;
import org.kagiban.verification.Answer;
import org.kagiban.verification.Change;
import org.kagiban.verification.Decision;
import org.kagiban.verification.LedgerView;
import org.kagiban.verification.RequestDigester;
import org.kagiban.verification.RequestIdentity;

/** Changes for tests. */
record TestChange(
    @Nullable RequestIdentity request,
    Set<TokenId> tokens,
    Set<Subscriber> subscribers,
    Function<LedgerView, Decision> decision)
    implements Change {
  private static final RequestDigester DIGESTER = new RequestDigester(new byte[32]);

  @Override
  public Decision decide(LedgerView view) {
    return decision.apply(view);
  }

  static RequestIdentity request(String id, int body) {
    return DIGESTER.identify("channel", id, "Verify", new byte[] {(byte) body});
  }

  /** Writes tokens as they are. */
  static TestChange write(Token... tokens) {
    return new TestChange(null, ids(tokens), Set.of(), view -> decided(tokens));
  }

  TestChange as(RequestIdentity identity) {
    return new TestChange(identity, tokens, subscribers, decision);
  }

  TestChange naming(Subscriber... named) {
    return new TestChange(request, tokens, Set.of(named), decision);
  }

  /** Lets the token's watermark rise by one. */
  static TestChange advance(TokenId id) {
    return new TestChange(
        null,
        Set.of(id),
        Set.of(),
        view -> {
          Token token = view.token(id);
          if (token == null) {
            throw new IllegalStateException("no token " + id);
          }
          return decided(token.with(atWatermark(token.state(), token.state().watermark() + 1)));
        });
  }

  static TestChange failing(RuntimeException failure) {
    return new TestChange(
        null,
        Set.of(),
        Set.of(),
        view -> {
          throw failure;
        });
  }

  static Decision decided(Token... writes) {
    AuditEvent event = event();
    Answer answer = Answer.plain(Verdict.ACCEPTED, event.id(), null);
    return new Decision(answer, List.of(writes), List.of(event));
  }

  static AuditEvent event() {
    return AuditEvent.of(EventKind.KEY_USED, EventId.at(Tokens.NOW), Tokens.NOW)
        .with(EventField.OPERATION, "verify")
        .build();
  }

  private static TokenState atWatermark(TokenState state, long watermark) {
    return new TokenState(
        state.retired(),
        state.suspended(),
        state.subscriber(),
        state.enrolledAt(),
        watermark,
        watermark + 7,
        state.drift(),
        state.failures(),
        state.lockedAt(),
        state.temporaryCode());
  }

  private static Set<TokenId> ids(Token... tokens) {
    return java.util.Arrays.stream(tokens)
        .map(Token::id)
        .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }
}
