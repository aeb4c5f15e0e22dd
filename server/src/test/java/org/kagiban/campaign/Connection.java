package org.kagiban.campaign;

import com.google.protobuf.Message;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.kagiban.app.Calls;
import org.kagiban.campaign.Outcome.Answered;
import org.kagiban.cli.Faults;
import org.kagiban.cli.Session;
import org.kagiban.demo.DevCaller;
import org.kagiban.demo.DevPki;
import org.kagiban.v1.Purpose;
import org.kagiban.v1.Subject;
import org.kagiban.v1.UnlockTokenRequest;
import org.kagiban.v1.VerifyRequest;
import org.kagiban.v1.VerifyResponse;
import org.kagiban.v1.VerifyTransactionRequest;
import org.kagiban.v1.VerifyTransactionResponse;

/** The bank's connections to one server. Thread-safe. */
final class Connection implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Session channel;
  private final Session helpDesk;

  Connection(DevPki pki, String target) {
    channel = Session.open(pki.connect(DevCaller.INTERNET_BANKING, target), PATIENCE);
    helpDesk = Session.open(pki.connect(DevCaller.HELP_DESK, target), PATIENCE);
  }

  /** What became of a request. */
  Outcome call(Customer customer, String request, Action action) {
    try {
      if (action instanceof Action.Unlock) {
        return unlock(customer, request);
      }
      boolean login =
          action instanceof Action.RightCode right
              ? right.kind() == Action.Kind.LOGIN
              : ((Action.WrongCode) action).kind() == Action.Kind.LOGIN;
      return login ? verify(customer, request, action) : sign(customer, request, action);
    } catch (StatusRuntimeException e) {
      return failed(e);
    }
  }

  private Outcome verify(Customer customer, String request, Action action) {
    VerifyResponse answer =
        channel
            .verification()
            .verify(
                VerifyRequest.newBuilder()
                    .setRequestId(request)
                    .setSubject(subject(customer))
                    .setCode(customer.code(action))
                    .setPurpose(Purpose.PURPOSE_LOGIN)
                    .build());
    return answered(
        answer.getVerdict().name(),
        answer.hasAttemptsRemaining() ? answer.getAttemptsRemaining() : null,
        answer.getEventId(),
        answer);
  }

  private Outcome sign(Customer customer, String request, Action action) {
    VerifyTransactionResponse answer =
        channel
            .verification()
            .verifyTransaction(
                VerifyTransactionRequest.newBuilder()
                    .setRequestId(request)
                    .setSubject(subject(customer))
                    .setCode(customer.code(action))
                    .setTransaction(Calls.transaction(Customer.PAYMENT))
                    .build());
    return answered(
        answer.getVerdict().name(),
        answer.hasAttemptsRemaining() ? answer.getAttemptsRemaining() : null,
        answer.getEventId(),
        answer);
  }

  private Outcome unlock(Customer customer, String request) {
    var answer =
        helpDesk
            .tokens()
            .unlockToken(
                UnlockTokenRequest.newBuilder()
                    .setRequestId(request)
                    .setTokenId(customer.token().id())
                    .setReason("called")
                    .build());
    return answered("ACCEPTED", null, answer.getEventId(), answer);
  }

  private static Subject subject(Customer customer) {
    return Subject.newBuilder().setSubscriber(Calls.subscriber(customer.id())).build();
  }

  private static Answered answered(
      String verdict, @Nullable Integer remaining, String event, Message answer) {
    return new Answered(
        verdict.replace("VERDICT_", ""),
        remaining,
        event,
        HexFormat.of().formatHex(answer.toByteArray()));
  }

  private Outcome failed(StatusRuntimeException e) {
    Status.Code code = e.getStatus().getCode();
    String reason = Faults.reason(e);
    if (reason.equals("REQUEST_ID_REUSED")) {
      return new Outcome.Reused();
    }
    if (code == Status.Code.FAILED_PRECONDITION) {
      return new Answered("NOT_APPLICABLE", null, "", reason);
    }
    // Reconnect at once: these clients are here to disturb.
    ((ManagedChannel) channel.channel()).resetConnectBackoff();
    ((ManagedChannel) helpDesk.channel()).resetConnectBackoff();
    return new Outcome.Lost(code + " " + reason + " " + e.getStatus().getDescription());
  }

  @Override
  public void close() {
    channel.close();
    helpDesk.close();
  }
}
