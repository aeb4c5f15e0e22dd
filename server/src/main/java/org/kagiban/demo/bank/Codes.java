package org.kagiban.demo.bank;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.kagiban.cli.Faults;
import org.kagiban.cli.Session;
import org.kagiban.cli.VerdictView;
import org.kagiban.v1.EnrollRequest;
import org.kagiban.v1.Purpose;
import org.kagiban.v1.Subject;
import org.kagiban.v1.Subscriber;
import org.kagiban.v1.VerifyRequest;
import org.kagiban.v1.VerifyTransactionRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bank's side of Kagiban's API. Each call is repeated under its request id while no answer
 * comes: what was decided the first time is answered again, and nothing counts twice. Thread-safe.
 */
final class Codes {
  private static final Logger LOG = LoggerFactory.getLogger(Codes.class);
  private static final int TRIES = 3;
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);

  /** A customer is told rather than kept waiting for longer. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  private final Session kagiban;
  private final String institution;

  Codes(Session kagiban, String institution) {
    this.kagiban = kagiban;
    this.institution = institution;
  }

  /** Gives the customer a token, with a code that it shows. */
  Outcome enroll(String requestId, String contract, String token, String code)
      throws InterruptedException {
    EnrollRequest request =
        EnrollRequest.newBuilder()
            .setRequestId(requestId)
            .setSubscriber(subscriber(contract))
            .setTokenId(token)
            .setCode(code)
            .build();
    return ask(() -> VerdictView.of(kagiban.enrollment().enroll(request), token));
  }

  /** Checks a code at login. */
  Outcome login(String requestId, String contract, String code) throws InterruptedException {
    VerifyRequest request =
        VerifyRequest.newBuilder()
            .setRequestId(requestId)
            .setSubject(subject(contract))
            .setCode(code)
            .setPurpose(Purpose.PURPOSE_LOGIN)
            .build();
    return ask(() -> VerdictView.of(kagiban.verification().verify(request)));
  }

  /** Checks that the code signs the order as the bank will execute it. */
  Outcome sign(String requestId, String contract, Order order, String code)
      throws InterruptedException {
    VerifyTransactionRequest request =
        VerifyTransactionRequest.newBuilder()
            .setRequestId(requestId)
            .setSubject(subject(contract))
            .setCode(code)
            .setTransaction(order.transaction())
            .build();
    return ask(() -> VerdictView.of(kagiban.verification().verifyTransaction(request)));
  }

  private static Outcome ask(Supplier<VerdictView> call) throws InterruptedException {
    for (int tried = 1; ; tried++) {
      try {
        return Outcome.of(call.get());
      } catch (StatusRuntimeException e) {
        Outcome outcome = refused(e);
        Duration least = Faults.retryDelay(e);
        if (outcome.kind() != Outcome.Kind.UNAVAILABLE
            || tried == TRIES
            || least.compareTo(LONGEST_WAIT) > 0) {
          return outcome;
        }
        // A random part, so that all channels do not come back at the same moment.
        long most = FIRST_WAIT.toNanos() << (tried - 1);
        TimeUnit.NANOSECONDS.sleep(least.toNanos() + ThreadLocalRandom.current().nextLong(most));
      }
    }
  }

  private static Outcome refused(StatusRuntimeException e) {
    Outcome outcome = Outcome.of(e);
    if (outcome.kind() == Outcome.Kind.FAULT) {
      LOG.warn("Kagiban refused: {}", e.getStatus());
    }
    return outcome;
  }

  private Subject subject(String contract) {
    return Subject.newBuilder().setSubscriber(subscriber(contract)).build();
  }

  private Subscriber subscriber(String contract) {
    return Subscriber.newBuilder().setInstitution(institution).setSubscriberId(contract).build();
  }
}
