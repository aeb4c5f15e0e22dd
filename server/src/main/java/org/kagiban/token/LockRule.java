package org.kagiban.token;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a token is locked (RFC 4226 section 7.3). Pure. */
public final class LockRule {
  private LockRule() {}

  /** When the lock opens by itself; null where the token is not locked or waits for help. */
  public static @Nullable Instant opensAt(TokenState state, TokenPolicy policy) {
    Instant lockedAt = state.lockedAt();
    Duration delay = policy.autoUnlock();
    return lockedAt == null || delay == null ? null : lockedAt.plus(delay);
  }

  public static boolean locked(TokenState state, TokenPolicy policy, Instant at) {
    Instant opens = opensAt(state, policy);
    return state.lockedAt() != null && (opens == null || at.isBefore(opens));
  }

  /** Wrong codes until the token locks. */
  public static int attemptsRemaining(TokenState state, TokenPolicy policy, Instant at) {
    if (state.lockedAt() != null) {
      return locked(state, policy, at) ? 0 : policy.lockLimit();
    }
    return Math.max(0, policy.lockLimit() - state.failures());
  }
}
