package org.kagiban.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.kagiban.v1.TokenServiceGrpc;
import org.kagiban.v1.VerificationServiceGrpc;
import org.kagiban.v1.VerifyRequest;
import org.kagiban.v1.VerifyResponse;

/** Which calls count as being under way, and from when to when. */
final class BackpressureTest {
  private static final MethodDescriptor<VerifyRequest, VerifyResponse> VERIFY =
      VerificationServiceGrpc.getVerifyMethod();

  private final AtomicLong now = new AtomicLong();
  private final Backlog backlog = new Backlog(now::get);
  private final Backpressure backpressure = new Backpressure(backlog);

  /** What reached the services, to be ended by them. */
  private final List<ServerCall<?, ?>> served = new ArrayList<>();

  @Test
  void call_whoseCallerGaveUp_countsUntilItsWorkEnds() {
    ServerCall.Listener<VerifyRequest> listener = begin(new Noted<>(VERIFY));
    listener.onHalfClose();
    listener.onCancel();
    assertThat(backlog.underWay()).isEqualTo(1);
    served.get(0).close(Status.CANCELLED, new Metadata());
    assertThat(backlog.underWay()).isZero();
  }

  @Test
  void call_givenUpBeforeItsRequestWasThere_countsNoLonger() {
    ServerCall.Listener<VerifyRequest> listener = begin(new Noted<>(VERIFY));
    listener.onCancel();
    assertThat(backlog.underWay()).isZero();
    served.get(0).close(Status.CANCELLED, new Metadata());
    assertThat(backlog.underWay()).isZero();
  }

  @Test
  void call_answered_countsNoLonger() {
    ServerCall.Listener<VerifyRequest> listener = begin(new Noted<>(VERIFY));
    listener.onHalfClose();
    served.get(0).close(Status.OK, new Metadata());
    listener.onComplete();
    assertThat(backlog.underWay()).isZero();
  }

  @Test
  void call_thatWouldWaitTooLong_isRefusedUnread() {
    tooMany();
    Noted<VerifyRequest, VerifyResponse> refused = new Noted<>(VERIFY);
    int before = served.size();
    begin(refused);
    assertThat(served).hasSize(before);
    assertThat(refused.closed.getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    assertThat(refused.requested).isZero();
    // Nobody around it holds it to that any more.
    assertThat(StatusProto.fromStatusAndTrailers(refused.closed, refused.trailers).getDetailsList())
        .filteredOn(detail -> detail.is(ErrorInfo.class))
        .hasSize(1);
  }

  @Test
  void call_ofTheHelpDesk_isLetInAlways() {
    tooMany();
    int before = served.size();
    begin(new Noted<>(TokenServiceGrpc.getUnlockTokenMethod()));
    assertThat(served).hasSize(before + 1);
  }

  /** At a second for each, all that are always let in. */
  private void tooMany() {
    for (int i = 0; i < 2 * Backlog.ALWAYS; i++) {
      begin(new Noted<>(VERIFY)).onHalfClose();
    }
    for (int i = 0; i < Backlog.ALWAYS; i++) {
      now.addAndGet(1_000_000_000L);
      served.get(i).close(Status.OK, new Metadata());
    }
  }

  private <Q, R> ServerCall.Listener<Q> begin(Noted<Q, R> call) {
    ServerCallHandler<Q, R> service =
        (reached, headers) -> {
          served.add(reached);
          return new ServerCall.Listener<>() {};
        };
    return backpressure.interceptCall(call, new Metadata(), service);
  }

  /** A call that notes what becomes of it. */
  private static final class Noted<Q, R> extends ServerCall<Q, R> {
    private final MethodDescriptor<Q, R> method;
    private Status closed = Status.UNKNOWN;
    private Metadata trailers = new Metadata();
    private int requested;

    Noted(MethodDescriptor<Q, R> method) {
      this.method = method;
    }

    @Override
    public void request(int messages) {
      requested += messages;
    }

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(R message) {}

    @Override
    public void close(Status status, Metadata last) {
      closed = status;
      trailers = last;
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public Attributes getAttributes() {
      return Attributes.EMPTY;
    }

    @Override
    public MethodDescriptor<Q, R> getMethodDescriptor() {
      return method;
    }
  }
}
