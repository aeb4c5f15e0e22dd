package com.example.bank;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Sends one request until it is answered. What comes back is an answer, and is never asked for
 * again, whatever its verdict.
 *
 * @param total how long all tries and waits together may take
 * @param log takes a line for each try that failed
 */
record Retry(ManagedChannel channel, Duration total, Consumer<String> log) {
  private static final int TRIES = 4;
  private static final long TRY = TimeUnit.SECONDS.toNanos(5);
  private static final long FIRST_WAIT = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(2);

  /**
   * Asks at most four times.
   *
   * @param send sends the same message each time: the id in it makes that harmless
   * @throws StatusRuntimeException the last failure
   * @throws InterruptedException where the bank itself gives up
   */
  <S extends AbstractStub<S>, A> A call(S stub, Function<S, A> send) throws InterruptedException {
    long end = System.nanoTime() + total.toNanos();
    for (int number = 1; ; number++) {
      long left = end - System.nanoTime();
      S timed = stub.withDeadlineAfter(Math.min(TRY, left), TimeUnit.NANOSECONDS);
      try {
        // The first try fails at once where nobody answers, the others wait for a connection.
        return send.apply(number == 1 ? timed : timed.withWaitForReady());
      } catch (StatusRuntimeException fault) {
        long pause = pause(fault, number);
        if (!Fault.isRetried(fault.getStatus().getCode())
            || number == TRIES
            || end - System.nanoTime() <= pause) {
          throw fault;
        }
        log.accept("try " + number + " failed: " + Fault.reason(fault) + ", trying again");
        // Ends at once where the call was CANCELLED because this thread was interrupted.
        TimeUnit.NANOSECONDS.sleep(pause);
        // The library waits up to two minutes between connections; the customer does not.
        channel.resetConnectBackoff();
      }
    }
  }

  /** A random part, so that all channels do not come back at the same moment. */
  private static long pause(StatusRuntimeException fault, int number) {
    long most = Math.min(FIRST_WAIT << (number - 1), LONGEST_WAIT);
    return Fault.delay(fault) + ThreadLocalRandom.current().nextLong(most);
  }
}
