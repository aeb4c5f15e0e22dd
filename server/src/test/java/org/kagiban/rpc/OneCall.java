package org.kagiban.rpc;

import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status.Code;
import io.grpc.protobuf.StatusProto;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.kagiban.fuzz.Finding;

/** A call with any bytes as its message, past TLS and the caller's roles, and how it ended. */
final class OneCall extends ServerCall<InputStream, InputStream> {
  private final ServerMethodDefinition<InputStream, InputStream> method;
  private final AtomicInteger ends = new AtomicInteger();
  private volatile Code code = Code.UNKNOWN;
  private volatile @Nullable Status details;

  OneCall(ServerMethodDefinition<InputStream, InputStream> method) {
    this.method = method;
  }

  /** Makes it. Every part answers on the spot, so that it has ended when this returns. */
  void make(CallRecord record, byte[] message) {
    Context.current()
        .withValue(CallRecord.KEY, record)
        .run(
            () -> {
              Listener<InputStream> listener =
                  method.getServerCallHandler().startCall(this, new Metadata());
              listener.onMessage(new ByteArrayInputStream(message));
              listener.onHalfClose();
            });
    Finding.unless(ends.get() == 1, "the call ended " + ends + " times");
  }

  Code code() {
    return code;
  }

  /** How many ErrorInfo it ended with, and no word of them that a terminal would act on. */
  long errorInfos() {
    Status status = details;
    if (status == null) {
      return 0;
    }
    Finding.unlessPlain(status.getMessage());
    return status.getDetailsList().stream().filter(detail -> detail.is(ErrorInfo.class)).count();
  }

  @Override
  public void close(io.grpc.Status status, Metadata trailers) {
    code = status.getCode();
    details = status.isOk() ? null : StatusProto.fromStatusAndTrailers(status, trailers);
    ends.incrementAndGet();
  }

  @Override
  public void request(int messages) {}

  @Override
  public void sendHeaders(Metadata headers) {}

  @Override
  public void sendMessage(InputStream message) {}

  @Override
  public boolean isCancelled() {
    return false;
  }

  @Override
  public MethodDescriptor<InputStream, InputStream> getMethodDescriptor() {
    return method.getMethodDescriptor();
  }
}
