package org.kagiban.verification;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.EventId;

/**
 * One request as the log tells of it.
 *
 * @param operation such as verify
 * @param reason what the caller gave as reason, null where the call has none
 * @param at when it came
 * @param transaction SHA-256 of the transaction that is to be verified, null for other calls
 * @param event id of its first event
 */
public record RequestContext(
    Caller caller,
    RequestIdentity request,
    String operation,
    @Nullable Purpose purpose,
    @Nullable String reason,
    byte @Nullable [] transaction,
    Instant at,
    EventId event) {

  public static RequestContext of(
      Caller caller, RequestIdentity request, String operation, Instant at) {
    return new RequestContext(caller, request, operation, null, null, null, at, EventId.at(at));
  }

  public RequestContext withPurpose(Purpose newPurpose) {
    return new RequestContext(
        caller, request, operation, newPurpose, reason, transaction, at, event);
  }

  public RequestContext withTransaction(byte[] hash) {
    return new RequestContext(caller, request, operation, purpose, reason, hash.clone(), at, event);
  }

  public RequestContext withReason(String newReason) {
    return new RequestContext(
        caller, request, operation, purpose, newReason, transaction, at, event);
  }
}
