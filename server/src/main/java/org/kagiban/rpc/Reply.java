package org.kagiban.rpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a call's one response when it is there, on its connection's thread: whoever made it goes on
 * with the next, and those that are there at once are sent together.
 */
final class Reply {
  private static final Logger LOG = LoggerFactory.getLogger(Reply.class);

  private Reply() {}

  static <T extends @Nullable Object, R> void with(
      StreamObserver<R> observer, CompletableFuture<T> future, Function<T, R> mapping) {
    CallRecord call = CallRecord.current();
    // Without a handler, answering a caller that has gone throws; it is no fault.
    ((ServerCallStreamObserver<R>) observer).setOnCancelHandler(() -> {});
    CompletableFuture<?> unused =
        future
            // Does nothing but go over to that thread, whatever the outcome.
            .whenCompleteAsync((made, thrown) -> {}, call.loop())
            .thenApply(mapping)
            .whenComplete((response, thrown) -> send(observer, response, thrown, call))
            .exceptionally(thrown -> null);
  }

  private static <R> void send(
      StreamObserver<R> observer, R response, @Nullable Throwable thrown, CallRecord call) {
    try {
      if (thrown == null) {
        observer.onNext(response);
        observer.onCompleted();
      } else {
        observer.onError(Faults.of(thrown, call).toStatus());
      }
    } catch (RuntimeException e) {
      LOG.error("an answer of {} could not be sent", call.method(), e);
    }
  }
}
