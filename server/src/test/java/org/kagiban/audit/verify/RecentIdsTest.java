package org.kagiban.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentIdsTest {
  private static final long MINUTE = 60_000_000L;
  private final RecentIds ids = new RecentIds();

  @Test
  void isRepeated_withinTenMinutes_isSeen() {
    assertThat(ids.isRepeated(1, 2, 0)).isFalse();
    assertThat(ids.isRepeated(2, 1, MINUTE)).isFalse();
    assertThat(ids.isRepeated(1, 2, 10 * MINUTE)).isTrue();
  }

  @Test
  void isRepeated_afterMoreThanTwenty_isForgotten() {
    assertThat(ids.isRepeated(1, 2, 0)).isFalse();
    assertThat(ids.isRepeated(1, 3, 11 * MINUTE)).isFalse();
    assertThat(ids.isRepeated(1, 2, 12 * MINUTE)).isTrue();
    assertThat(ids.isRepeated(1, 4, 23 * MINUTE)).isFalse();
    assertThat(ids.isRepeated(1, 2, 23 * MINUTE)).isFalse();
  }

  @Test
  void isRepeated_ofTheLastHalfMillion_isSeenAtAnyRate() {
    int half = 1 << 19;
    Random ordered = new Random(5);
    for (int i = 0; i < 3 * half; i++) {
      assertThat(ids.isRepeated(ordered.nextLong(), i, 0)).isFalse();
    }
    Random again = new Random(5);
    for (int i = 0; i < 3 * half; i++) {
      long high = again.nextLong();
      if (i >= 2 * half) {
        assertThat(ids.isRepeated(high, i, 0)).isTrue();
      }
    }
  }
}
