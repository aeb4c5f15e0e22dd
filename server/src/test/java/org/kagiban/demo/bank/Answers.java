package org.kagiban.demo.bank;

import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.kagiban.v1.EnrollRequest;
import org.kagiban.v1.EnrollResponse;
import org.kagiban.v1.EnrollmentServiceGrpc;
import org.kagiban.v1.Verdict;
import org.kagiban.v1.VerificationServiceGrpc;
import org.kagiban.v1.VerifyRequest;
import org.kagiban.v1.VerifyResponse;
import org.kagiban.v1.VerifyTransactionRequest;
import org.kagiban.v1.VerifyTransactionResponse;

/**
 * Decides as Kagiban does with a request id: the same id gets the same answer. A code is good once;
 * 999999 is wrong. Thread-safe.
 */
final class Answers {
  static final String WRONG = "999999";

  private final Map<String, Verdict> decided = new ConcurrentHashMap<>();
  private final Map<String, String> used = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /** The request ids, in the order in which they came. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  BindableService[] services() {
    return new BindableService[] {new Enrollment(), new Verification()};
  }

  private Verdict decide(String id, String code) {
    asked.add(id);
    return decided.computeIfAbsent(
        id,
        fresh -> {
          if (code.equals(WRONG)) {
            return Verdict.VERDICT_WRONG_CODE;
          }
          return used.putIfAbsent(code, id) == null
              ? Verdict.VERDICT_ACCEPTED
              : Verdict.VERDICT_REPLAYED;
        });
  }

  private static <T> void answer(StreamObserver<T> observer, T answer) {
    observer.onNext(answer);
    observer.onCompleted();
  }

  private final class Enrollment extends EnrollmentServiceGrpc.EnrollmentServiceImplBase {
    @Override
    public void enroll(EnrollRequest request, StreamObserver<EnrollResponse> observer) {
      Verdict verdict = decide(request.getRequestId(), request.getCode());
      answer(observer, EnrollResponse.newBuilder().setVerdict(verdict).build());
    }
  }

  private final class Verification extends VerificationServiceGrpc.VerificationServiceImplBase {
    @Override
    public void verify(VerifyRequest request, StreamObserver<VerifyResponse> observer) {
      Verdict verdict = decide(request.getRequestId(), request.getCode());
      answer(observer, VerifyResponse.newBuilder().setVerdict(verdict).build());
    }

    @Override
    public void verifyTransaction(
        VerifyTransactionRequest request, StreamObserver<VerifyTransactionResponse> observer) {
      Verdict verdict = decide(request.getRequestId(), request.getCode());
      answer(observer, VerifyTransactionResponse.newBuilder().setVerdict(verdict).build());
    }
  }
}
