package org.kagiban.token;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link TokenTransitions} decided.
 *
 * @param next the state from now on; the same object where nothing changed
 * @param effects what else happened to the token, in order
 * @param attemptsRemaining wrong codes until the token locks, null where that says nothing
 * @param waitSeconds null where waiting does not help
 * @param drift null where it says nothing
 */
public record Transition(
    TokenState next,
    Verdict verdict,
    List<Effect> effects,
    @Nullable Integer attemptsRemaining,
    @Nullable Integer waitSeconds,
    @Nullable Integer drift) {

  /** A step in a token's life that the audit log names. */
  public enum Effect {
    ENROLLED,
    UNENROLLED,
    LOCKED,
    /** By itself, after the policy's delay, or by the help desk. */
    UNLOCKED,
    SUSPENDED,
    RESUMED,
    RETIRED,
    TEMPORARY_CODE_ISSUED,
    TEMPORARY_CODE_USED
  }

  public static Transition of(TokenState next, Verdict verdict, Effect... effects) {
    return new Transition(next, verdict, List.of(effects), null, null, null);
  }
}
