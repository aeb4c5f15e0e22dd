package org.kagiban.rpc;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.kagiban.v1.LoadSeedsResponse;

/**
 * What a load tells its caller. One thread sends; it waits while the caller does not read, so that
 * nothing piles up here.
 */
final class LoadOutput {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final ServerCallStreamObserver<LoadSeedsResponse> observer;
  private boolean cancelled;

  LoadOutput(ServerCallStreamObserver<LoadSeedsResponse> observer) {
    this.observer = observer;
    observer.disableAutoRequest();
    observer.setOnReadyHandler(this::wake);
  }

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
  void send(LoadSeedsResponse response) {
    awaitReady();
    observer.onNext(response);
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
