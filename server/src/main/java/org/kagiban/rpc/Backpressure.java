package org.kagiban.rpc;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.kagiban.v1.EnrollmentServiceGrpc;
import org.kagiban.v1.ProvisioningServiceGrpc;
import org.kagiban.v1.VerificationServiceGrpc;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses the channels' calls that would not be answered in time, at once and at little cost:
 * before their message is read. The help desk, custodians, auditors and health checks are always
 * let in.
 */
final class Backpressure implements ServerInterceptor {
  /** What a call may wait that has no deadline, or a distant one. */
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final Logger LOG = LoggerFactory.getLogger(Backpressure.class);

  private static final Set<String> BOUNDED =
      Set.of(
          VerificationServiceGrpc.SERVICE_NAME,
          EnrollmentServiceGrpc.SERVICE_NAME,
          ProvisioningServiceGrpc.SERVICE_NAME);

  private final Backlog backlog;
  private final Status refusal;
  private final Metadata details;
  private final LongAdder refused = new LongAdder();
  private final AtomicLong reportedNanos = new AtomicLong(System.nanoTime() - REPORT_NANOS);

  Backpressure(Backlog backlog) {
    this.backlog = backlog;
    StatusRuntimeException overloaded =
        ApiFault.retryable(
                Code.RESOURCE_EXHAUSTED,
                "OVERLOADED",
                "the server has more requests than it can answer in time; repeat with the same"
                    + " request_id",
                200)
            .toStatus();
    this.refusal = overloaded.getStatus();
    this.details = Objects.requireNonNull(overloaded.getTrailers());
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    String service = call.getMethodDescriptor().getServiceName();
    if (service == null || !BOUNDED.contains(service)) {
      return next.startCall(call, headers);
    }
    if (!backlog.enter(mostNanos())) {
      refuse(call);
      return new ServerCall.Listener<>() {};
    }
    Counted<Q, R> counted = new Counted<>(call);
    try {
      return counted.listen(next.startCall(counted, headers));
    } catch (RuntimeException | Error e) {
      counted.end(false);
      throw e;
    }
  }

  /** Half of the time that the caller gives: what was waited for has to be done, too. */
  private static long mostNanos() {
    Deadline deadline = Context.current().getDeadline();
    return deadline == null
        ? MOST_NANOS
        : Math.min(MOST_NANOS, deadline.timeRemaining(TimeUnit.NANOSECONDS) / 2);
  }

  /** One line a second at most, and not one for each: what is refused shall cost little. */
  private void refuse(ServerCall<?, ?> call) {
    Metadata trailers = new Metadata();
    trailers.merge(details);
    call.close(refusal, trailers);
    refused.increment();
    long now = System.nanoTime();
    long last = reportedNanos.get();
    if (now - last >= REPORT_NANOS && reportedNanos.compareAndSet(last, now)) {
      LOG.atWarn()
          .addKeyValue("refused", refused.sumThenReset())
          .addKeyValue("under_way", backlog.underWay())
          .log("overloaded: more calls than can be answered in time");
    }
  }

  /**
   * A call that was let in. It counts until its work has ended and not only until its caller has
   * given up: what was begun for one who has gone is in the way of the others all the same.
   */
  private final class Counted<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private final AtomicBoolean ended = new AtomicBoolean();

    Counted(ServerCall<Q, R> call) {
      super(call);
    }

    void end(boolean answered) {
      if (!ended.compareAndSet(false, true)) {
        return;
      }
      if (answered) {
        backlog.answered();
      } else {
        backlog.gone();
      }
    }

    @Override
    public void close(Status status, Metadata trailers) {
      end(status.isOk());
      super.close(status, trailers);
    }

    ServerCall.Listener<Q> listen(ServerCall.Listener<Q> listener) {
      return new SimpleForwardingServerCallListener<>(listener) {
        private boolean begun;

        @Override
        public void onHalfClose() {
          begun = true;
          super.onHalfClose();
        }

        @Override
        public void onCancel() {
          super.onCancel();
          if (!begun) {
            // Nobody will close it: its request never came to its end.
            end(false);
          }
        }
      };
    }
  }
}
