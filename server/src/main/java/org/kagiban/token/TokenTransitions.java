package org.kagiban.token;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Transition.Effect;

/**
 * What a code does to a token. Pure functions; the store calls them inside its transaction, which
 * is where once and bounded-guessing are decided. {@link HelpDeskTransitions} has those without a
 * code.
 */
public final class TokenTransitions {
  private TokenTransitions() {}

  /** Checks a code of an enrolled token. */
  public static Transition verify(Token token, Proof proof, Instant at, TokenPolicy policy) {
    TokenState state = token.state();
    if (state.retired() || state.subscriber() == null) {
      return Transition.of(state, Verdict.NOT_ENROLLED);
    }
    Transition refused = unusable(token, at, policy);
    return refused != null ? refused : judge(token, proof, at, policy, null);
  }

  /**
   * Gives a token to a subscriber.
   *
   * @param hasOther whether the subscriber has another token
   */
  public static Transition enroll(
      Token token,
      Subscriber subscriber,
      boolean hasOther,
      Proof proof,
      Instant at,
      TokenPolicy policy) {
    TokenState state = token.state();
    if (state.retired() || !token.institution().equals(subscriber.institution())) {
      return Transition.of(state, Verdict.UNKNOWN_TOKEN);
    }
    if (state.subscriber() != null) {
      return Transition.of(state, Verdict.ALREADY_ENROLLED);
    }
    Transition refused = unusable(token, at, policy);
    if (refused != null) {
      return refused;
    }
    if (hasOther) {
      return Transition.of(state, Verdict.SUBSCRIBER_HAS_TOKEN);
    }
    return judge(token, proof, at, policy, subscriber);
  }

  /** Suspended, expired or locked: no code is looked at. Null where it is none of these. */
  static @Nullable Transition unusable(Token token, Instant at, TokenPolicy policy) {
    TokenState state = token.state();
    if (state.suspended()) {
      return Transition.of(state, Verdict.SUSPENDED);
    }
    if (!token.validity().includes(at)) {
      return Transition.of(state, Verdict.EXPIRED);
    }
    if (LockRule.locked(state, policy, at)) {
      Instant opens = LockRule.opensAt(state, policy);
      Integer wait = opens == null ? null : secondsUntil(opens, at);
      return new Transition(state, Verdict.LOCKED, List.of(), 0, wait, null);
    }
    return null;
  }

  private static Transition judge(
      Token token, Proof proof, Instant at, TokenPolicy policy, @Nullable Subscriber enrolls) {
    List<Effect> effects = new ArrayList<>();
    TokenState state = unlocked(token.state(), effects);
    if (proof instanceof Proof.Factor right) {
      return right.factor() < state.watermark()
          ? replayed(token, state, at, effects)
          : accepted(token.profile(), state, right.factor(), at, effects, enrolls);
    }
    if (proof instanceof Proof.Temporary temporary && enrolls == null) {
      return temporary(state, temporary.code(), at, policy, effects);
    }
    return wrong(state, at, policy, effects);
  }

  /** A lock that is over ends with the next code that is looked at. */
  static TokenState unlocked(TokenState state, List<Effect> effects) {
    if (state.lockedAt() == null) {
      return state;
    }
    effects.add(Effect.UNLOCKED);
    return state.withFailures(0, null);
  }

  private static Transition accepted(
      TokenProfile profile,
      TokenState state,
      long factor,
      Instant at,
      List<Effect> effects,
      @Nullable Subscriber enrolls) {
    Integer drift =
        profile.type() == OtpType.TOTP ? Math.toIntExact(factor - profile.stepAt(at)) : null;
    TokenState next = state.accepted(factor, drift == null ? 0 : drift);
    if (enrolls != null) {
      next = next.withSubscriber(enrolls, at);
      effects.add(Effect.ENROLLED);
    }
    return new Transition(next, Verdict.ACCEPTED, effects, null, null, drift);
  }

  /** Right once, but used up. Not a guess: it does not count against the customer. */
  private static Transition replayed(
      Token token, TokenState state, Instant at, List<Effect> effects) {
    TokenProfile profile = token.profile();
    Integer wait = null;
    if (profile.type() == OtpType.TOTP) {
      wait = untilStep(profile, state, state.watermark(), at);
    }
    return new Transition(state, Verdict.REPLAYED, effects, null, wait, null);
  }

  private static Transition temporary(
      TokenState state, TemporaryCode found, Instant at, TokenPolicy policy, List<Effect> effects) {
    TemporaryCode current = state.temporaryCode();
    if (current == null || !current.sameAs(found) || !current.usableAt(at)) {
      return wrong(state, at, policy, effects);
    }
    TemporaryCode used = current.used();
    effects.add(Effect.TEMPORARY_CODE_USED);
    TokenState next =
        state.withFailures(0, null).withTemporaryCode(used.usesLeft() == 0 ? null : used);
    return new Transition(next, Verdict.ACCEPTED, effects, null, null, null);
  }

  static Transition wrong(TokenState state, Instant at, TokenPolicy policy, List<Effect> effects) {
    int failures = state.failures() + 1;
    boolean locks = failures >= policy.lockLimit();
    if (locks) {
      effects.add(Effect.LOCKED);
    }
    TokenState next = state.withFailures(failures, locks ? at : null);
    int remaining = policy.lockLimit() - failures;
    return new Transition(next, Verdict.WRONG_CODE, effects, Math.max(0, remaining), null, null);
  }

  /** Seconds until the token, whose clock is off, comes to a time step. */
  static int untilStep(TokenProfile profile, TokenState state, long step, Instant at) {
    long begins = (step - state.drift()) * profile.periodSeconds();
    return secondsUntil(Instant.ofEpochSecond(begins), at);
  }

  /** At least 1. */
  private static int secondsUntil(Instant moment, Instant at) {
    long millis = Duration.between(at, moment).toMillis();
    return (int) Math.max(1, (millis + 999) / 1000);
  }
}
