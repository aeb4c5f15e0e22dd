package org.kagiban.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What changes about a token. Immutable; {@link TokenTransitions} makes the next one.
 *
 * @param retired for good
 * @param suspended by the help desk
 * @param subscriber whose it is, null where nobody is enrolled
 * @param enrolledAt null where nobody is enrolled
 * @param watermark the lowest time step or counter that may still be accepted; never falls
 * @param signatureWatermark the same for signatures of transactions, in time steps
 * @param drift how far the token's clock is off, in time steps, positive where it is fast
 * @param failures wrong codes since the last right one
 * @param lockedAt when failures reached the limit, null where not locked
 * @param temporaryCode null where there is none
 */
public record TokenState(
    boolean retired,
    boolean suspended,
    @Nullable Subscriber subscriber,
    @Nullable Instant enrolledAt,
    long watermark,
    long signatureWatermark,
    int drift,
    int failures,
    @Nullable Instant lockedAt,
    @Nullable TemporaryCode temporaryCode) {

  /** A new token's, nobody's yet. */
  public static final TokenState NEW =
      new TokenState(false, false, null, null, 0, 0, 0, 0, null, null);

  /** A new event-based token's whose counter does not begin at zero. */
  public static TokenState startingAt(long counter) {
    return new TokenState(false, false, null, null, counter, 0, 0, 0, null, null);
  }

  /** The state after a right code: the watermark rises, wrong codes are forgotten. */
  TokenState accepted(long factor, int newDrift) {
    return new TokenState(
        retired,
        suspended,
        subscriber,
        enrolledAt,
        factor + 1,
        signatureWatermark,
        newDrift,
        0,
        null,
        temporaryCode);
  }

  /** The state after a right signature: as {@link #accepted}, with the signatures' watermark. */
  TokenState signed(long step, int newDrift) {
    return new TokenState(
        retired,
        suspended,
        subscriber,
        enrolledAt,
        watermark,
        step + 1,
        newDrift,
        0,
        null,
        temporaryCode);
  }

  TokenState withFailures(int newFailures, @Nullable Instant newLockedAt) {
    return new TokenState(
        retired,
        suspended,
        subscriber,
        enrolledAt,
        watermark,
        signatureWatermark,
        drift,
        newFailures,
        newLockedAt,
        temporaryCode);
  }

  TokenState withSubscriber(@Nullable Subscriber newSubscriber, @Nullable Instant since) {
    return new TokenState(
        retired,
        suspended,
        newSubscriber,
        since,
        watermark,
        signatureWatermark,
        drift,
        failures,
        lockedAt,
        null);
  }

  TokenState withSuspended(boolean newSuspended) {
    return new TokenState(
        retired,
        newSuspended,
        subscriber,
        enrolledAt,
        watermark,
        signatureWatermark,
        drift,
        failures,
        lockedAt,
        temporaryCode);
  }

  TokenState withTemporaryCode(@Nullable TemporaryCode code) {
    return new TokenState(
        retired,
        suspended,
        subscriber,
        enrolledAt,
        watermark,
        signatureWatermark,
        drift,
        failures,
        lockedAt,
        code);
  }

  TokenState withRetired() {
    return new TokenState(
        true, false, null, null, watermark, signatureWatermark, drift, 0, null, null);
  }
}
