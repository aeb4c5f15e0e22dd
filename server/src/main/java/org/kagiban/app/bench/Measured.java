package org.kagiban.app.bench;

import java.time.Duration;

/**
 * What a load of calls took.
 *
 * @param nanos from the first call to the last answer
 * @param cpu of both processes, in that time
 */
record Measured(Latencies latencies, long nanos, CpuMeter.Reading cpu) {
  double perSecond() {
    return latencies.count() * 1e9 / nanos;
  }

  double clientMicros() {
    return micros(cpu.client());
  }

  double serverMicros() {
    return micros(cpu.server());
  }

  Cost cost() {
    return new Cost(perSecond(), clientMicros() + serverMicros());
  }

  private double micros(Duration time) {
    return time.toNanos() / 1e3 / Math.max(1, latencies.count());
  }
}
