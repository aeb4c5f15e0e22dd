package org.kagiban.rpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/**
 * What a long call tells its caller. One thread sends; it waits while the caller does not read, so
 * that nothing piles up here.
 */
final class ResponseStream<R> {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final ServerCallStreamObserver<R> observer;
  private boolean cancelled;

  /** To be made while the call begins; nothing of it is sent before. */
  ResponseStream(StreamObserver<R> observer) {
    this.observer = (ServerCallStreamObserver<R>) observer;
    this.observer.setOnReadyHandler(this::wake);
    this.observer.setOnCancelHandler(this::cancel);
  }

  /** From now on requests come only as they are asked for. */
  void askForEach() {
    observer.disableAutoRequest();
  }

  /** What else to do when the caller goes away. */
  void onCancel(Runnable also) {
    observer.setOnCancelHandler(
        () -> {
          cancel();
          also.run();
        });
  }

  void ask(int messages) {
    observer.request(messages);
  }

  /**
   * @throws CancellationException where the caller has gone or does not read
   */
  void send(R response) {
    awaitReady();
    observer.onNext(response);
  }

  /** Sends what another will make good for: not at all where it would have to wait. */
  void sendIfReady(R response) {
    if (observer.isReady()) {
      observer.onNext(response);
    }
  }

  void complete() {
    observer.onCompleted();
  }

  void fail(ApiFault fault) {
    observer.onError(fault.toStatus());
  }

  private synchronized void wake() {
    notifyAll();
  }

  private synchronized void cancel() {
    cancelled = true;
    notifyAll();
  }

  private synchronized void awaitReady() {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    try {
      while (!observer.isReady() && !cancelled && System.nanoTime() < deadline) {
        wait(1000);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the server is stopping");
    }
    if (cancelled || !observer.isReady()) {
      throw new CancellationException("the caller has gone or does not read");
    }
  }
}
