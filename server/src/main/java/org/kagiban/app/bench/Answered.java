package org.kagiban.app.bench;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/** Ends a call with its one response, or with what it failed with. */
abstract class Answered<T> implements StreamObserver<T> {
  private final Calls.End end;
  private @Nullable String problem = "a call got no response";

  Answered(Calls.End end) {
    this.end = end;
  }

  /** What is wrong with a response, null where nothing is. */
  abstract @Nullable String problem(T response);

  @Override
  public final void onNext(T response) {
    problem = problem(response);
  }

  @Override
  public final void onError(Throwable failure) {
    end.answered("a call failed: " + Status.fromThrowable(failure));
  }

  @Override
  public final void onCompleted() {
    end.answered(problem);
  }
}
