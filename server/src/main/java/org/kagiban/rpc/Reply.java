package org.kagiban.rpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends a call's one response when it is there, on the thread that made it. */
final class Reply {
  private Reply() {}

  static <T extends @Nullable Object, R> void with(
      StreamObserver<R> observer, CompletableFuture<T> future, Function<T, R> mapping) {
    CallRecord call = CallRecord.current();
    // Without a handler, answering a caller that has gone throws; it is no fault.
    ((ServerCallStreamObserver<R>) observer).setOnCancelHandler(() -> {});
    future
        .thenApply(mapping)
        .whenComplete(
            (response, thrown) -> {
              if (thrown == null) {
                observer.onNext(response);
                observer.onCompleted();
              } else {
                observer.onError(Faults.of(thrown, call).toStatus());
              }
            });
  }
}
