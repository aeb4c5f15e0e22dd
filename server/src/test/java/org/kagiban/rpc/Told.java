package org.kagiban.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a failed call told its caller. */
public record Told(Code code, String reason, String message, Status status) {

  /** Makes a call that must fail, and fail with exactly one ErrorInfo of ours. */
  public static Told by(ThrowingCallable call) {
    StatusRuntimeException thrown = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(thrown).as("the call fails").isNotNull();
    Status status = StatusProto.fromThrowable(thrown);
    assertThat(status).isNotNull();
    List<ErrorInfo> infos = details(status, ErrorInfo.class);
    assertThat(infos).as("exactly one ErrorInfo with " + thrown.getStatus()).hasSize(1);
    assertThat(infos.get(0).getDomain()).isEqualTo("kagiban.org");
    return new Told(
        thrown.getStatus().getCode(), infos.get(0).getReason(), status.getMessage(), status);
  }

  /** As {@code field: description}, in the order told. */
  public List<String> violations() {
    List<String> all = new ArrayList<>();
    for (BadRequest request : details(status, BadRequest.class)) {
      request
          .getFieldViolationsList()
          .forEach(one -> all.add(one.getField() + ": " + one.getDescription()));
    }
    return all;
  }

  public <T extends Message> List<T> details(Class<T> type) {
    return details(status, type);
  }

  private static <T extends Message> List<T> details(Status status, Class<T> type) {
    List<T> found = new ArrayList<>();
    for (Any detail : status.getDetailsList()) {
      if (detail.is(type)) {
        try {
          found.add(detail.unpack(type));
        } catch (InvalidProtocolBufferException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    return found;
  }
}
