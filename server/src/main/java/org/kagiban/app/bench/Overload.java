package org.kagiban.app.bench;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.kagiban.v1.Purpose;
import org.kagiban.v1.Verdict;
import org.kagiban.v1.VerificationServiceGrpc;
import org.kagiban.v1.VerifyRequest;
import org.kagiban.v1.VerifyResponse;

/**
 * More customers than the server can serve, however long answers take: calls at a steady rate, each
 * with a deadline. A customer whose call was refused or late repeats it, with the same request id,
 * when its turn comes again.
 */
final class Overload {
  /** Within which a call must be answered, milliseconds. */
  static final int DEADLINE_MILLIS = 200;

  private static final long PACE_NANOS = 100_000;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Connections connections;
  private final Queue<Customer> free = new ConcurrentLinkedQueue<>();
  private final String run = UUID.randomUUID() + "-";
  private final AtomicInteger underWay = new AtomicInteger();
  private final Latencies accepted = new Latencies();
  private final LongAdder refused = new LongAdder();
  private final LongAdder late = new LongAdder();
  private final AtomicReference<@Nullable String> problem = new AtomicReference<>();
  private long offered;
  private long notOffered;

  private Overload(Connections connections, Fleet fleet) {
    this.connections = connections;
    while (free.size() < fleet.size()) {
      free.add(new Customer(fleet.take()));
    }
  }

  /**
   * What came of it.
   *
   * @param accepted how long calls took that were answered in time
   * @param offered calls that were made
   * @param refused calls that were answered RESOURCE_EXHAUSTED
   * @param late calls that were not answered within their deadline
   * @param notOffered calls that were due while each customer had one under way
   * @param nanos of the load, the last answers not included
   */
  record Outcome(
      Latencies accepted, long offered, long refused, long late, long notOffered, long nanos) {
    double goodPerSecond() {
      return accepted.count() * 1e9 / nanos;
    }

    double offeredPerSecond() {
      return offered * 1e9 / nanos;
    }
  }

  /**
   * @throws BenchException where a call failed otherwise, or a right code was not accepted
   */
  static Outcome run(Connections connections, Fleet fleet, double perSecond, double seconds) {
    return new Overload(connections, fleet).run(fleet, perSecond, seconds);
  }

  private Outcome run(Fleet fleet, double perSecond, double seconds) {
    double gap = TimeUnit.SECONDS.toNanos(1) / perSecond;
    long start = System.nanoTime();
    long end = start + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    long due = start;
    for (long made = 1; due - end < 0 && problem.get() == null; made++) {
      while (due - System.nanoTime() > 0) {
        LockSupport.parkNanos(PACE_NANOS);
      }
      offer();
      due = start + (long) (made * gap);
    }
    long nanos = System.nanoTime() - start;
    awaitLast();
    free.forEach(customer -> fleet.giveBack(customer.token));
    return new Outcome(accepted, offered, refused.sum(), late.sum(), notOffered, nanos);
  }

  private void offer() {
    Customer customer = free.poll();
    if (customer == null) {
      notOffered++;
      return;
    }
    offered++;
    underWay.incrementAndGet();
    ClientCall<VerifyRequest, VerifyResponse> call =
        connections
            .next()
            .newCall(
                VerificationServiceGrpc.getVerifyMethod(),
                CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_MILLIS, TimeUnit.MILLISECONDS));
    call.start(new Ended(customer), new Metadata());
    call.request(1);
    call.sendMessage(customer.request(run + offered));
    call.halfClose();
  }

  private void awaitLast() {
    long patience = System.nanoTime() + PATIENCE_NANOS;
    while (underWay.get() > 0) {
      if (System.nanoTime() - patience > 0) {
        throw new BenchException("some calls did not end by their deadline");
      }
      LockSupport.parkNanos(PACE_NANOS);
    }
    String failure = problem.get();
    if (failure != null) {
      throw new BenchException(failure);
    }
  }

  /** A token and the request that it still wants an answer to. Of one call at a time. */
  private static final class Customer {
    private final BenchToken token;
    private volatile @Nullable VerifyRequest wanted;

    Customer(BenchToken token) {
      this.token = token;
    }

    VerifyRequest request(String id) {
      VerifyRequest again = wanted;
      if (again != null) {
        return again;
      }
      VerifyRequest fresh =
          VerifyRequest.newBuilder()
              .setRequestId(id)
              .setSubject(token.subject())
              .setCode(token.nextCode())
              .setPurpose(Purpose.PURPOSE_LOGIN)
              .build();
      wanted = fresh;
      return fresh;
    }
  }

  /** Without the exceptions of a stub, which cost the client more than the call. */
  private final class Ended extends ClientCall.Listener<VerifyResponse> {
    private final Customer customer;
    private final long since = System.nanoTime();

    Ended(Customer customer) {
      this.customer = customer;
    }

    @Override
    public void onMessage(VerifyResponse response) {
      if (response.getVerdict() != Verdict.VERDICT_ACCEPTED) {
        fail("a right code of " + customer.token.id() + " got " + response.getVerdict());
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      switch (status.getCode()) {
        case OK -> {
          accepted.add(System.nanoTime() - since);
          customer.wanted = null;
        }
        case RESOURCE_EXHAUSTED -> refused.increment();
        case DEADLINE_EXCEEDED -> late.increment();
        default -> fail("a call failed: " + status);
      }
      free.add(customer);
      underWay.decrementAndGet();
    }

    private void fail(String what) {
      problem.compareAndSet(null, what);
    }
  }
}
