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
        future.whenCompleteAsync(
            (made, thrown) -> send(observer, made, mapping, thrown, call), call.loop());
  }

  private static <T extends @Nullable Object, R> void send(
      StreamObserver<R> observer,
      T made,
      Function<T, R> mapping,
      @Nullable Throwable thrown,
      CallRecord call) {
    try {
      if (thrown == null) {
        answer(observer, made, mapping, call);
      } else {
        observer.onError(Faults.of(thrown, call).toStatus());
      }
    } catch (RuntimeException e) {
      LOG.error("an answer of {} could not be sent", call.method(), e);
    }
  }

  private static <T extends @Nullable Object, R> void answer(
      StreamObserver<R> observer, T made, Function<T, R> mapping, CallRecord call) {
    R response;
    try {
      response = mapping.apply(made);
    } catch (RuntimeException e) {
      observer.onError(Faults.of(e, call).toStatus());
      return;
    }
    observer.onNext(response);
    observer.onCompleted();
  }
}
