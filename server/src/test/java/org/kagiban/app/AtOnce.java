package org.kagiban.app;

import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.kagiban.cli.Session;
import org.kagiban.token.TokenProfile;
import org.kagiban.v1.Verdict;
import org.kagiban.v1.VerificationServiceGrpc;
import org.kagiban.v1.VerifyRequest;
import org.kagiban.v1.VerifyResponse;

/** Many codes at the same moment. */
final class AtOnce {
  private AtOnce() {}

  /**
   * Sends all, over the connections in turn, before any answer is awaited; the verdicts in the
   * order of the codes.
   */
  static List<Verdict> verify(List<Session> sessions, String subscriber, List<String> codes) {
    List<CompletableFuture<VerifyResponse>> answers = new ArrayList<>();
    for (int i = 0; i < codes.size(); i++) {
      Session session = sessions.get(i % sessions.size());
      answers.add(send(session, Calls.verify(subscriber, codes.get(i))));
    }
    return answers.stream().map(CompletableFuture::join).map(VerifyResponse::getVerdict).toList();
  }

  /** Codes of which none is right, now or some steps before or after. */
  static List<String> wrongCodes(KnownToken token, int count) {
    long step = TokenProfile.DEFAULT.stepAt(Instant.now());
    List<String> right = new ArrayList<>();
    for (long near = step - 5; near <= step + 5; near++) {
      right.add(token.code(near));
    }
    List<String> wrong = new ArrayList<>();
    for (int number = 0; wrong.size() < count; number++) {
      String code = String.format("%06d", number);
      if (!right.contains(code)) {
        wrong.add(code);
      }
    }
    return wrong;
  }

  private static CompletableFuture<VerifyResponse> send(Session session, VerifyRequest request) {
    CompletableFuture<VerifyResponse> answer = new CompletableFuture<>();
    VerificationServiceGrpc.newStub(session.channel())
        .verify(
            request,
            new StreamObserver<>() {
              @Override
              public void onNext(VerifyResponse response) {
                answer.complete(response);
              }

              @Override
              public void onError(Throwable failure) {
                answer.completeExceptionally(failure);
              }

              @Override
              public void onCompleted() {
                // onNext has completed the answer
              }
            });
    return answer;
  }
}
