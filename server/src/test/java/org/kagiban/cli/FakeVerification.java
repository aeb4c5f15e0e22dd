package org.kagiban.cli;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.kagiban.v1.VerificationServiceGrpc;
import org.kagiban.v1.VerifyRequest;
import org.kagiban.v1.VerifyResponse;

/** Answers Verify as told: each answer once, the last one for ever. */
public final class FakeVerification extends VerificationServiceGrpc.VerificationServiceImplBase {
  private final Deque<VerifyResponse> answers = new ArrayDeque<>();
  private @Nullable StatusRuntimeException failure;
  private VerifyRequest request = VerifyRequest.getDefaultInstance();

  public synchronized void answer(VerifyResponse.Builder response) {
    answers.add(response.build());
  }

  synchronized void fail(StatusRuntimeException with) {
    failure = with;
  }

  synchronized VerifyRequest request() {
    return request;
  }

  @Override
  public synchronized void verify(VerifyRequest received, StreamObserver<VerifyResponse> observer) {
    request = received;
    if (failure != null) {
      observer.onError(failure);
      return;
    }
    VerifyResponse next = answers.size() > 1 ? answers.remove() : answers.peek();
    observer.onNext(next == null ? VerifyResponse.getDefaultInstance() : next);
    observer.onCompleted();
  }
}
