package com.example.bank;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.concurrent.TimeUnit;

/** What a call that failed says about itself. */
final class Fault {
  private Fault() {}

  /** Whether the same request under the same id is to be sent again. */
  static boolean isRetried(Status.Code code) {
    return switch (code) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, ABORTED, RESOURCE_EXHAUSTED, CANCELLED -> true;
      case OK,
          INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          FAILED_PRECONDITION,
          OUT_OF_RANGE,
          UNIMPLEMENTED,
          INTERNAL,
          UNKNOWN,
          DATA_LOSS,
          UNAUTHENTICATED ->
          false;
    };
  }

  /** Kagiban's reason, such as HSM_UNAVAILABLE; the status where the transport failed. */
  static String reason(StatusRuntimeException fault) {
    String reason = detail(fault, ErrorInfo.getDefaultInstance()).getReason();
    return reason.isEmpty() ? fault.getStatus().getCode().name() : reason;
  }

  /** The shortest wait that the server asks for, in nanoseconds; 0 where it asks for none. */
  static long delay(StatusRuntimeException fault) {
    Duration delay = detail(fault, RetryInfo.getDefaultInstance()).getRetryDelay();
    return TimeUnit.SECONDS.toNanos(delay.getSeconds()) + delay.getNanos();
  }

  @SuppressWarnings("unchecked")
  private static <M extends Message> M detail(StatusRuntimeException fault, M none) {
    for (Any detail : StatusProto.fromThrowable(fault).getDetailsList()) {
      if (detail.is(none.getClass())) {
        try {
          return (M) detail.unpack(none.getClass());
        } catch (InvalidProtocolBufferException e) {
          return none;
        }
      }
    }
    return none;
  }
}
