package org.kagiban.verification;

import org.jspecify.annotations.Nullable;
import org.kagiban.audit.EventId;
import org.kagiban.token.TokenId;
import org.kagiban.token.Verdict;

/**
 * What a request is told, and told again if it is repeated. Never a code or a seed in plaintext.
 *
 * @param event the audit event that records it
 * @param token null where the caller is not to learn of one
 * @param attemptsRemaining wrong codes until the token locks
 * @param waitSeconds 1 or more, null where waiting does not help
 * @param drift in time steps
 * @param detail what only this kind of request is told, empty for most
 */
public record Answer(
    Verdict verdict,
    EventId event,
    @Nullable TokenId token,
    @Nullable Integer attemptsRemaining,
    @Nullable Integer waitSeconds,
    @Nullable Integer drift,
    byte[] detail) {
  private static final byte[] NONE = {};

  public static Answer plain(Verdict verdict, EventId event, @Nullable TokenId token) {
    return new Answer(verdict, event, token, null, null, null, NONE);
  }

  public Answer withDetail(byte[] newDetail) {
    return new Answer(verdict, event, token, attemptsRemaining, waitSeconds, drift, newDetail);
  }
}
