package org.kagiban.rpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Writes one line for each call when it ends. Never a code, and nothing of a request's body. */
final class RequestLog implements ServerInterceptor {
  /** So that the configuration can turn it off. */
  static final String LOGGER = "org.kagiban.requests";

  private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    if (!LOG.isInfoEnabled()) {
      return next.startCall(call, headers);
    }
    CallRecord record = CallRecord.current();
    return next.startCall(
        new SimpleForwardingServerCall<Q, R>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            super.close(status, trailers);
            log(record, status);
          }
        },
        headers);
  }

  private static void log(CallRecord record, Status status) {
    LoggingEventBuilder line =
        LOG.atInfo()
            .addKeyValue("caller", record.caller().name())
            .addKeyValue("method", record.method())
            .addKeyValue("status", status.getCode());
    if (record.requestId() != null) {
      line = line.addKeyValue("request", record.requestId());
    }
    if (record.verdict() != null) {
      line = line.addKeyValue("verdict", record.verdict());
    }
    if (record.failure() != null) {
      line = line.addKeyValue("failure", record.failure());
    }
    line.addKeyValue("millis", record.millis()).log("call");
  }
}
