package org.kagiban.app.tracing;

import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

/** One call's span. Of one call; gRPC calls it from one thread at a time. */
final class CallSpan extends ServerStreamTracer {
  private static final AttributeKey<Long> STATUS = AttributeKey.longKey("rpc.grpc.status_code");

  private final Span span;

  CallSpan(Span span) {
    this.span = span;
  }

  @Override
  public void inboundMessage(int number) {
    span.addEvent("request message");
  }

  @Override
  public void outboundMessage(int number) {
    span.addEvent("response message");
  }

  @Override
  public void streamClosed(Status status) {
    span.setAttribute(STATUS, (long) status.getCode().value());
    if (!status.isOk()) {
      // The description may quote a caller; the code is enough.
      span.setStatus(StatusCode.ERROR, status.getCode().name());
    }
    span.end();
  }
}
