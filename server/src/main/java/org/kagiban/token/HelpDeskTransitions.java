package org.kagiban.token;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Transition.Effect;

/**
 * What the bank's people do to a token without a code of its. Pure, like {@link TokenTransitions}.
 * Verdict ACCEPTED where it was done.
 */
public final class HelpDeskTransitions {
  private HelpDeskTransitions() {}

  public static Transition unenroll(Token token) {
    TokenState state = token.state();
    return state.retired() || state.subscriber() == null
        ? Transition.of(state, Verdict.NOT_ENROLLED)
        : Transition.of(state.withSubscriber(null, null), Verdict.ACCEPTED, Effect.UNENROLLED);
  }

  /** Takes a token that its subscriber has replaced out of use. */
  public static Transition replaced(Token token) {
    TokenState next = token.state().withSubscriber(null, null).withSuspended(true);
    return Transition.of(next, Verdict.ACCEPTED, Effect.UNENROLLED, Effect.SUSPENDED);
  }

  public static Transition suspend(Token token) {
    TokenState state = token.state();
    Transition refused = retired(state);
    if (refused != null) {
      return refused;
    }
    return state.suspended()
        ? Transition.of(state, Verdict.NOT_APPLICABLE)
        : Transition.of(state.withSuspended(true), Verdict.ACCEPTED, Effect.SUSPENDED);
  }

  public static Transition resume(Token token) {
    TokenState state = token.state();
    Transition refused = retired(state);
    if (refused != null) {
      return refused;
    }
    return state.suspended()
        ? Transition.of(state.withSuspended(false), Verdict.ACCEPTED, Effect.RESUMED)
        : Transition.of(state, Verdict.NOT_APPLICABLE);
  }

  /** Forgets wrong codes, also before they have reached the limit. */
  public static Transition unlock(Token token) {
    TokenState state = token.state();
    Transition refused = retired(state);
    if (refused != null) {
      return refused;
    }
    return state.failures() == 0 && state.lockedAt() == null
        ? Transition.of(state, Verdict.NOT_APPLICABLE)
        : Transition.of(state.withFailures(0, null), Verdict.ACCEPTED, Effect.UNLOCKED);
  }

  public static Transition retire(Token token) {
    TokenState state = token.state();
    Transition refused = retired(state);
    if (refused != null) {
      return refused;
    }
    return state.subscriber() == null
        ? Transition.of(state.withRetired(), Verdict.ACCEPTED, Effect.RETIRED)
        : Transition.of(state.withRetired(), Verdict.ACCEPTED, Effect.UNENROLLED, Effect.RETIRED);
  }

  /** Gives an enrolled token a temporary code; one given before ends. */
  public static Transition issueTemporaryCode(Token token, TemporaryCode code, Instant at) {
    TokenState state = token.state();
    Transition refused = retired(state);
    if (refused != null) {
      return refused;
    }
    if (state.subscriber() == null) {
      return Transition.of(state, Verdict.NOT_ENROLLED);
    }
    if (state.suspended()) {
      return Transition.of(state, Verdict.SUSPENDED);
    }
    if (!token.validity().includes(at)) {
      return Transition.of(state, Verdict.EXPIRED);
    }
    return new Transition(
        state.withTemporaryCode(code),
        Verdict.ACCEPTED,
        List.of(Effect.TEMPORARY_CODE_ISSUED),
        null,
        null,
        null);
  }

  private static @Nullable Transition retired(TokenState state) {
    return state.retired() ? Transition.of(state, Verdict.RETIRED) : null;
  }
}
