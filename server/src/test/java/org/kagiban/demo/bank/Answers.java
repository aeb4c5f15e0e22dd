package org.kagiban.demo.bank;

import io.grpc.BindableService;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
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
 * Decides as Kagiban does with a request id: the same id gets the same answer. A code is good once,
 * unless a test chose its verdict; 999999 is wrong. Thread-safe.
 */
final class Answers {
  static final String WRONG = "999999";

  private static final int WAIT = 27;
  private static final int ATTEMPTS = 9;

  private final Map<String, Verdict> decided = new ConcurrentHashMap<>();
  private final Map<String, String> used = new ConcurrentHashMap<>();
  private final Map<String, Verdict> chosen =
      new ConcurrentHashMap<>(Map.of(WRONG, Verdict.VERDICT_WRONG_CODE));
  private final Queue<StatusRuntimeException> faults = new ConcurrentLinkedQueue<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Long> times = new CopyOnWriteArrayList<>();

  /** The request ids, in the order in which they came. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  /** When they came, by System.nanoTime. */
  List<Long> times() {
    return List.copyOf(times);
  }

  void choose(String code, Verdict verdict) {
    chosen.put(code, verdict);
  }

  /** The next request fails. */
  void fail(StatusRuntimeException fault) {
    faults.add(fault);
  }

  BindableService[] services() {
    return new BindableService[] {new Enrollment(), new Verification()};
  }

  private Verdict decide(String id, String code) {
    return decided.computeIfAbsent(
        id,
        fresh -> {
          Verdict verdict = chosen.get(code);
          if (verdict != null) {
            return verdict;
          }
          return used.putIfAbsent(code, id) == null
              ? Verdict.VERDICT_ACCEPTED
              : Verdict.VERDICT_REPLAYED;
        });
  }

  private <T> void answer(
      StreamObserver<T> observer, String id, String code, Function<Verdict, T> answer) {
    times.add(System.nanoTime());
    asked.add(id);
    StatusRuntimeException fault = faults.poll();
    if (fault != null) {
      observer.onError(fault);
      return;
    }
    observer.onNext(answer.apply(decide(id, code)));
    observer.onCompleted();
  }

  /** Seconds until the next code. */
  private static int untilNext(Verdict verdict) {
    return verdict == Verdict.VERDICT_REPLAYED ? WAIT : 0;
  }

  private final class Enrollment extends EnrollmentServiceGrpc.EnrollmentServiceImplBase {
    @Override
    public void enroll(EnrollRequest request, StreamObserver<EnrollResponse> observer) {
      answer(
          observer,
          request.getRequestId(),
          request.getCode(),
          verdict -> EnrollResponse.newBuilder().setVerdict(verdict).build());
    }
  }

  private final class Verification extends VerificationServiceGrpc.VerificationServiceImplBase {
    @Override
    public void verify(VerifyRequest request, StreamObserver<VerifyResponse> observer) {
      answer(
          observer,
          request.getRequestId(),
          request.getCode(),
          verdict ->
              VerifyResponse.newBuilder()
                  .setVerdict(verdict)
                  .setWaitSeconds(untilNext(verdict))
                  .setAttemptsRemaining(ATTEMPTS)
                  .build());
    }

    @Override
    public void verifyTransaction(
        VerifyTransactionRequest request, StreamObserver<VerifyTransactionResponse> observer) {
      answer(
          observer,
          request.getRequestId(),
          request.getCode(),
          verdict ->
              VerifyTransactionResponse.newBuilder()
                  .setVerdict(verdict)
                  .setWaitSeconds(untilNext(verdict))
                  .setAttemptsRemaining(ATTEMPTS)
                  .build());
    }
  }
}
