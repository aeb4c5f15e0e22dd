package org.kagiban.cli;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns a call's failure into one sentence and an exit code. */
public final class Faults {
  private Faults() {}

  /** The API's reason, by which programs decide; empty where the failure is the transport's. */
  public static String reason(StatusRuntimeException failure) {
    return detail(failure, ErrorInfo.class).map(ErrorInfo::getReason).orElse("");
  }

  /** The shortest wait before the same request is sent again; zero where the server named none. */
  public static Duration retryDelay(StatusRuntimeException failure) {
    Duration delay =
        detail(failure, RetryInfo.class)
            .map(RetryInfo::getRetryDelay)
            .map(named -> Duration.ofSeconds(named.getSeconds(), named.getNanos()))
            .orElse(Duration.ZERO);
    return delay.isNegative() ? Duration.ZERO : delay;
  }

  static CliException explain(StatusRuntimeException failure, String target) {
    Status status = failure.getStatus();
    Optional<ErrorInfo> info = detail(failure, ErrorInfo.class);
    if (info.isEmpty() && Connecting.isAbout(status)) {
      return Connecting.explain(failure, target);
    }
    String said = detail(failure, BadRequest.class).map(Faults::fields).orElse(said(status));
    // With a reason of the API comes a message that says what to do.
    String sentence =
        info.map(known -> known.getReason() + ": " + said)
            .orElseGet(
                () -> status.getCode() + ": " + said + "; " + Advice.after(status.getCode()));
    return new CliException(exit(status.getCode()), sentence, failure);
  }

  private static String said(Status status) {
    String description = status.getDescription();
    return description == null ? "the server gave no explanation" : description;
  }

  private static String fields(BadRequest bad) {
    return bad.getFieldViolationsList().stream()
        .map(field -> field.getField() + ": " + field.getDescription())
        .collect(Collectors.joining("; "));
  }

  private static int exit(Status.Code code) {
    return switch (code) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, CANCELLED, ABORTED ->
          Exit.UNAVAILABLE;
      case INVALID_ARGUMENT, OUT_OF_RANGE -> Exit.USAGE;
      case INTERNAL, UNKNOWN, DATA_LOSS -> Exit.FAULT;
      default -> Exit.REFUSED;
    };
  }

  private static <M extends Message> Optional<M> detail(
      StatusRuntimeException failure, Class<M> type) {
    com.google.rpc.Status status = StatusProto.fromThrowable(failure);
    if (status == null) {
      return Optional.empty();
    }
    for (Any any : status.getDetailsList()) {
      if (any.is(type)) {
        return unpack(any, type);
      }
    }
    return Optional.empty();
  }

  private static <M extends Message> Optional<M> unpack(Any any, Class<M> type) {
    try {
      return Optional.of(any.unpack(type));
    } catch (InvalidProtocolBufferException e) {
      // A detail that cannot be read adds nothing; status and description still stand.
      return Optional.empty();
    }
  }
}
