package org.kagiban.custody.ceremony;

import java.time.Duration;

/**
 * What the server's configuration asks of ceremonies.
 *
 * @param approvals how many people besides the proposer must agree, 1 or more
 * @param approvalLife the longest that an approval may be good for
 */
public record CeremonyPolicy(int approvals, Duration approvalLife) {
  /** How far a signature's time may be off the server's clock. */
  public static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  /** The longest that a signature of another act than an approval may be good for. */
  public static final Duration ACT_LIFE = Duration.ofMinutes(10);

  public CeremonyPolicy {
    if (approvals < 1) {
      throw new IllegalArgumentException("nobody acts alone: at least one approval");
    }
    if (approvalLife.isNegative() || approvalLife.isZero()) {
      throw new IllegalArgumentException("an approval must live for some time");
    }
  }
}
