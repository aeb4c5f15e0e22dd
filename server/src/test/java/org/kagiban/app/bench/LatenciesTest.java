package org.kagiban.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import org.junit.jupiter.api.Test;

final class LatenciesTest {
  private final Latencies latencies = new Latencies();

  @Test
  void millis_ofOneToAHundredMilliseconds_isTheShareWithinABucket() {
    for (int i = 100; i >= 1; i--) {
      latencies.add(i * 1_000_000L);
    }

    assertThat(latencies.count()).isEqualTo(100);
    assertThat(latencies.millis(0.5)).isCloseTo(50, withPercentage(100 / 32.0));
    assertThat(latencies.millis(0.99)).isCloseTo(99, withPercentage(100 / 32.0));
    assertThat(latencies.millis(1)).isCloseTo(100, withPercentage(100 / 32.0));
  }

  @Test
  void millis_isNeverLessThanTheTimeAndAtMostABucketMore() {
    for (long micros = 1; micros < 10_000_000_000L; micros = micros * 3 / 2 + 1) {
      Latencies one = new Latencies();
      one.add(micros * 1000);
      assertThat(one.millis(1)).isBetween(micros / 1000.0, micros * (33 / 32.0) / 1000 + 0.001);
    }
  }

  @Test
  void millis_withoutCalls_isZero() {
    assertThat(latencies.millis(0.99)).isZero();
  }

  @Test
  void add_longerThanTheLastBucket_isInTheLast() {
    latencies.add(Long.MAX_VALUE);

    assertThat(latencies.millis(1)).isGreaterThan(1e8);
  }
}
