package org.kagiban.rpc;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.kagiban.custody.KeyRefusedException;
import org.kagiban.custody.ceremony.CeremonyRefusedException;
import org.kagiban.verification.AbandonedException;
import org.kagiban.verification.OverloadedException;
import org.kagiban.verification.RequestIdReusedException;
import org.kagiban.verification.StaleException;
import org.kagiban.verification.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what the caller is told of an exception. */
final class Faults {
  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

  private Faults() {}

  /** The fault to tell; what was not expected is logged here and told as a number only. */
  static ApiFault of(Throwable thrown, CallRecord call) {
    Throwable cause = unwrap(thrown);
    call.failed(cause);
    return fault(cause, call);
  }

  private static ApiFault fault(Throwable cause, CallRecord call) {
    if (cause instanceof ApiFault known) {
      return known;
    }
    if (cause instanceof UnavailableException unavailable) {
      return ApiFault.unavailable(unavailable.part(), call.requestId() != null);
    }
    if (cause instanceof OverloadedException) {
      return ApiFault.retryable(
          Code.RESOURCE_EXHAUSTED,
          "OVERLOADED",
          "the server has more requests than it can take; repeat with the same request_id",
          200);
    }
    if (cause instanceof AbandonedException) {
      return ApiFault.of(
          Code.DEADLINE_EXCEEDED,
          "DEADLINE_PASSED",
          "the call's deadline passed before its turn came, and nothing was done; repeat with the"
              + " same request_id");
    }
    if (cause instanceof StaleException) {
      return ApiFault.retryable(
          Code.ABORTED,
          "CONFLICT",
          "other requests changed the same token at the same moment; repeat with the same"
              + " request_id",
          200);
    }
    if (cause instanceof RequestIdReusedException) {
      return ApiFault.of(
          Code.ALREADY_EXISTS, "REQUEST_ID_REUSED", String.valueOf(cause.getMessage()));
    }
    if (cause instanceof KeyRefusedException) {
      return ApiFault.badField(
          "KEY_REFUSED", "device_public_key", String.valueOf(cause.getMessage()));
    }
    if (cause instanceof CeremonyRefusedException refused) {
      return ApiFault.of(
          CeremonyReasons.code(refused.reason()),
          refused.reason(),
          String.valueOf(refused.getMessage()));
    }
    if (cause instanceof StatusRuntimeException parsing
        && parsing.getCause() instanceof InvalidProtocolBufferException) {
      return ApiFault.of(
          Code.INVALID_ARGUMENT,
          "REQUEST_UNREADABLE",
          "the request is not this call's message; build the client from proto/kagiban/v1");
    }
    return unexpected(cause, call);
  }

  private static ApiFault unexpected(Throwable cause, CallRecord call) {
    String incident = UUID.randomUUID().toString();
    LOG.atError()
        .addKeyValue("incident", incident)
        .addKeyValue("method", call.method())
        .setCause(cause)
        .log("a call failed unexpectedly");
    return ApiFault.of(
        Code.INTERNAL,
        "INTERNAL",
        "the server failed; its log tells more under incident " + incident);
  }

  private static Throwable unwrap(Throwable thrown) {
    Throwable cause = thrown;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
