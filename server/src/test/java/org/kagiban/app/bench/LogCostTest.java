package org.kagiban.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class LogCostTest {
  @Test
  void of_severalTurns_comparesTheMedians() {
    LogCost odd = LogCost.of(List.of(90.0, 10.0, 80.0), List.of(100.0, 500.0, 99.0));
    LogCost even = LogCost.of(List.of(80.0, 100.0), List.of(100.0, 200.0));

    assertThat(odd.share()).isEqualTo(0.8);
    assertThat(even).isEqualTo(new LogCost(90, 150));
  }

  @Test
  void spread_isOfTheSortedTimes() {
    long[] nanos = new long[100];
    for (int i = 0; i < 100; i++) {
      nanos[i] = (100 - i) * 1_000_000L;
    }

    assertThat(Spread.of(nanos, new long[] {3_000_000, 1_000_000}))
        .isEqualTo(new Spread(50, 99, 100, 3));
  }
}
