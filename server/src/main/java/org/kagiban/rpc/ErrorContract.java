package org.kagiban.rpc;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.protobuf.StatusProto;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds that every call that fails tells exactly one ErrorInfo. Where one of our own calls does
 * not, that is a bug: it is reported, and the caller gets INTERNAL. Health and reflection come from
 * a library; their statuses stay and get an ErrorInfo with the code as reason.
 */
final class ErrorContract implements ServerInterceptor {
  private static final String OURS = "kagiban.";

  private final Consumer<String> bugs;

  /**
   * @param bugs hears of each breach
   */
  ErrorContract(Consumer<String> bugs) {
    this.bugs = bugs;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    return next.startCall(
        new SimpleForwardingServerCall<Q, R>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            String method = call.getMethodDescriptor().getFullMethodName();
            ApiFault mended = status.isOk() ? null : mend(method, status, trailers);
            if (mended == null) {
              super.close(status, trailers);
            } else {
              mended.close(delegate());
            }
          }
        },
        headers);
  }

  /** Null where the contract is held. */
  private @Nullable ApiFault mend(String method, Status status, Metadata trailers) {
    long infos = errorInfos(status, trailers);
    if (infos == 1) {
      return null;
    }
    if (!method.startsWith(OURS)) {
      String description = String.valueOf(status.getDescription());
      return ApiFault.of(status.getCode(), status.getCode().name(), description);
    }
    bugs.accept(method + " failed with " + status.getCode() + " and " + infos + " ErrorInfo");
    return ApiFault.of(Code.INTERNAL, "INTERNAL", "the server failed; see its log");
  }

  private static long errorInfos(Status status, Metadata trailers) {
    com.google.rpc.Status details = StatusProto.fromStatusAndTrailers(status, trailers);
    return details.getDetailsList().stream().filter(ErrorContract::isErrorInfo).count();
  }

  private static boolean isErrorInfo(Any detail) {
    return detail.is(ErrorInfo.class);
  }
}
