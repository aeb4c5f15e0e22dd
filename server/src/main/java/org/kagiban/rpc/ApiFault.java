package org.kagiban.rpc;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import org.kagiban.verification.UnavailableException;

/**
 * A fault as the caller is told it: a status code, a sentence, and exactly one ErrorInfo. Reasons
 * are listed in proto/README.md.
 */
final class ApiFault extends RuntimeException {
  private static final long serialVersionUID = 1;
  static final String DOMAIN = "kagiban.org";

  private final transient Status status;

  private ApiFault(Code code, String reason, String message, List<? extends Message> details) {
    super(reason + ": " + message, null, false, false);
    Status.Builder builder = Status.newBuilder().setCode(code.value()).setMessage(message);
    ErrorInfo info = ErrorInfo.newBuilder().setReason(reason).setDomain(DOMAIN).build();
    builder.addDetails(Any.pack(info));
    details.forEach(detail -> builder.addDetails(Any.pack(detail)));
    this.status = builder.build();
  }

  static ApiFault of(Code code, String reason, String message) {
    return new ApiFault(code, reason, message, List.of());
  }

  /** Nothing was done, or it may be repeated with the same request id. */
  static ApiFault retryable(Code code, String reason, String message, long afterMillis) {
    Duration delay =
        Duration.newBuilder()
            .setSeconds(afterMillis / 1000)
            .setNanos((int) (afterMillis % 1000) * 1_000_000)
            .build();
    return new ApiFault(
        code, reason, message, List.of(RetryInfo.newBuilder().setRetryDelay(delay).build()));
  }

  /** A request whose fields break the rules. */
  static ApiFault badRequest(String reason, BadRequest violations) {
    BadRequest.FieldViolation first = violations.getFieldViolations(0);
    String more = violations.getFieldViolationsCount() > 1 ? " (and more, see the details)" : "";
    String message = first.getField() + ": " + first.getDescription() + more;
    return new ApiFault(Code.INVALID_ARGUMENT, reason, message, List.of(violations));
  }

  static ApiFault badField(String reason, String field, String description) {
    BadRequest.FieldViolation violation =
        BadRequest.FieldViolation.newBuilder().setField(field).setDescription(description).build();
    return badRequest(reason, BadRequest.newBuilder().addFieldViolations(violation).build());
  }

  /**
   * @param requestId whether the call has one, and so is repeated with it
   */
  static ApiFault unavailable(UnavailableException.Part part, boolean requestId) {
    String message =
        switch (part) {
          case HSM_UNAVAILABLE -> "the HSM does not answer or lacks a key";
          case STORE_UNAVAILABLE -> "the store does not answer";
          case CLOCK_IN_DOUBT -> "the server's clock is in doubt";
          case SEED_UNUSABLE -> "this token's stored seed is damaged; tell the server's operator";
        };
    return retryable(
        Code.UNAVAILABLE,
        part.name(),
        message
            + (requestId
                ? "; nothing was held against the customer, repeat with the same request_id"
                : "; try again"),
        1000);
  }

  static ApiFault tokenNotFound() {
    return of(Code.NOT_FOUND, "TOKEN_NOT_FOUND", "there is no such token; check the Token ID");
  }

  static ApiFault institutionNotFound() {
    return of(
        Code.NOT_FOUND,
        "INSTITUTION_NOT_FOUND",
        "there is no such institution for this caller; use an id of the server's configuration");
  }

  StatusRuntimeException toStatus() {
    return StatusProto.toStatusRuntimeException(status);
  }

  /** Ends a call with this fault. */
  void close(ServerCall<?, ?> call) {
    StatusRuntimeException thrown = toStatus();
    Metadata trailers = thrown.getTrailers();
    call.close(thrown.getStatus(), trailers == null ? new Metadata() : trailers);
  }
}
