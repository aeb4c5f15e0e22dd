package org.kagiban.app;

import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.kagiban.verification.TrustedClock;
import org.kagiban.verification.UnavailableException;

/** Whether the clock is believed. Asking each second is also what lets a jump be seen. */
final class ClockWatch implements BooleanSupplier {
  private final TrustedClock clock;

  ClockWatch(TrustedClock clock) {
    this.clock = clock;
  }

  @Override
  public boolean getAsBoolean() {
    try {
      return !clock.now().isBefore(Instant.EPOCH);
    } catch (UnavailableException e) {
      return false;
    }
  }
}
