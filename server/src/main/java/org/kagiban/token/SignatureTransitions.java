package org.kagiban.token;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.kagiban.token.Transition.Effect;

/**
 * What a transaction's signature does to a token. Pure, as {@link TokenTransitions}: the same lock
 * and the same counting of wrong codes, but a watermark of its own, so that a login code and a
 * signature may come in one time step.
 */
public final class SignatureTransitions {
  private SignatureTransitions() {}

  /**
   * Checks a signature of an enrolled token.
   *
   * @param proof the signature's time step; a temporary code signs nothing
   * @return NOT_APPLICABLE for an event-based token, which cannot sign
   */
  public static Transition verify(Token token, Proof proof, Instant at, TokenPolicy policy) {
    TokenState state = token.state();
    if (state.retired() || state.subscriber() == null) {
      return Transition.of(state, Verdict.NOT_ENROLLED);
    }
    if (token.profile().type() != OtpType.TOTP) {
      return Transition.of(state, Verdict.NOT_APPLICABLE);
    }
    Transition refused = TokenTransitions.unusable(token, at, policy);
    return refused != null ? refused : judge(token, proof, at, policy);
  }

  private static Transition judge(Token token, Proof proof, Instant at, TokenPolicy policy) {
    List<Effect> effects = new ArrayList<>();
    TokenState state = TokenTransitions.unlocked(token.state(), effects);
    if (!(proof instanceof Proof.Factor right)) {
      return TokenTransitions.wrong(state, at, policy, effects);
    }
    TokenProfile profile = token.profile();
    if (right.factor() < state.signatureWatermark()) {
      int wait = TokenTransitions.untilStep(profile, state, state.signatureWatermark(), at);
      return new Transition(state, Verdict.REPLAYED, effects, null, wait, null);
    }
    int drift = Math.toIntExact(right.factor() - profile.stepAt(at));
    TokenState next = state.signed(right.factor(), drift);
    return new Transition(next, Verdict.ACCEPTED, effects, null, null, drift);
  }
}
