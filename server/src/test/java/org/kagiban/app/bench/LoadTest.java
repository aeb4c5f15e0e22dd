package org.kagiban.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LoadTest {
  private final ExecutorService answering = Executors.newFixedThreadPool(4);
  private final CpuMeter cpu = CpuMeter.ofThisProcess();
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();

  @AfterEach
  void stop() {
    answering.shutdownNow();
  }

  /** Answered on another thread; the {@code bad}th fails. */
  private Calls calls(int bad) {
    return end -> {
      int number = made.incrementAndGet();
      mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
      answering.execute(
          () -> {
            open.decrementAndGet();
            end.answered(number == bad ? "call " + number + " is bad" : null);
          });
    };
  }

  @Test
  void full_keepsNoMoreThanTheLimitUnderWayAndCountsEachCall() {
    Measured measured = Load.full(calls(0), 8, 0.2, cpu);

    assertThat(measured.latencies().count()).isEqualTo(made.get());
    assertThat(mostOpen).hasValueLessThanOrEqualTo(8);
    assertThat(open).hasValue(0);
    assertThat(made).hasValueGreaterThan(8);
  }

  @Test
  void full_aCallThatFails_failsTheMeasurement() {
    assertThatThrownBy(() -> Load.full(calls(5), 2, 30, cpu))
        .isInstanceOf(BenchException.class)
        .hasMessage("call 5 is bad");
  }

  @Test
  void steady_makesAsManyCallsAsAreDue() {
    Measured measured = Load.steady(calls(0), 1000, 500, 0.2, cpu);

    assertThat(measured.latencies().count()).isEqualTo(100);
  }

  @Test
  void steady_slowAnswers_countFromWhenTheCallWasDue() {
    // One at a time and 20 ms each, ten due within a millisecond: the last waits for nine others.
    Calls slow =
        end ->
            answering.execute(
                () -> {
                  long until = System.nanoTime() + 20_000_000;
                  while (System.nanoTime() - until < 0) {
                    LockSupport.parkNanos(until - System.nanoTime());
                  }
                  end.answered(null);
                });

    Measured measured = Load.steady(slow, 1, 10_000, 0.001, cpu);

    assertThat(measured.latencies().count()).isEqualTo(10);
    assertThat(measured.latencies().millis(1)).isGreaterThanOrEqualTo(180);
  }

  @Test
  void times_makesExactlySoMany() {
    Load.times(calls(0), 3, 50, cpu);

    assertThat(made).hasValue(50);
    assertThat(mostOpen).hasValueLessThanOrEqualTo(3);
  }
}
