package org.kagiban.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TrustedClockTest {
  private static final Instant START = Instant.parse("2026-11-22T09:00:00Z");

  private Instant wall = START;
  private long nanos = Long.MAX_VALUE - 5;

  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return wall;
        }
      };

  private TrustedClock from(Instant floor) {
    return new TrustedClock(clock, () -> nanos, floor);
  }

  private void pass(Duration time) {
    wall = wall.plus(time);
    nanos += time.toNanos();
  }

  private static void assertInDoubt(TrustedClock trusted) {
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(trusted::now)
        .extracting(UnavailableException::part)
        .isEqualTo(UnavailableException.Part.CLOCK_IN_DOUBT);
  }

  @Test
  void now_evenClock_isBelieved() {
    TrustedClock trusted = from(START);
    pass(Duration.ofHours(5));
    assertThat(trusted.now()).isEqualTo(START.plus(Duration.ofHours(5)));
  }

  @Test
  void failClosed_clockJumpsEitherWay_isInDoubtUntilItHasSettled() {
    for (long jump : new long[] {600, -600, 3, -3}) {
      TrustedClock trusted = from(START.minusSeconds(100_000));
      wall = wall.plusSeconds(jump);
      assertInDoubt(trusted);
      pass(Duration.ofSeconds(9));
      assertInDoubt(trusted);
      pass(Duration.ofSeconds(1));
      assertThat(trusted.now()).isEqualTo(wall);
    }
  }

  @Test
  void failClosed_clockBeforeTheLastEvent_isInDoubtUntilItIsSetRight() {
    TrustedClock trusted = from(START.plusSeconds(60));
    assertInDoubt(trusted);
    pass(Duration.ofSeconds(58));
    assertThat(trusted.now()).isEqualTo(wall);
  }

  @Test
  void now_smallCorrections_areBelieved() {
    TrustedClock trusted = from(START);
    wall = wall.plusMillis(1900);
    assertThat(trusted.now()).isEqualTo(wall);
  }
}
