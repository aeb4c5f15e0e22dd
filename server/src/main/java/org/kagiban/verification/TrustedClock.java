package org.kagiban.verification;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The time, or UNAVAILABLE while it is in doubt (invariant fail-closed). In doubt is a clock that
 * stands before the last event of the log, and one that has just jumped against the machine's
 * monotonic time; after a jump it is believed again once it has run evenly for the settling time.
 * Thread-safe.
 */
public final class TrustedClock {
  /** How far the clock may move against monotonic time between two readings. */
  public static final Duration TOLERANCE = Duration.ofSeconds(2);

  /** How long it must run evenly after a jump. */
  public static final Duration SETTLING = Duration.ofSeconds(10);

  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Instant floor;
  private Instant lastTime;
  private long lastNanos;
  private long settledAtNanos;
  private boolean settling;
  private Duration stepped = Duration.ZERO;

  /**
   * @param nanoTime monotonic nanoseconds, {@code System::nanoTime}
   * @param floor time of the log's last event; the clock cannot rightly be before it
   */
  public TrustedClock(Clock clock, LongSupplier nanoTime, Instant floor) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.floor = floor.minus(TOLERANCE);
    this.lastTime = clock.instant();
    this.lastNanos = nanoTime.getAsLong();
  }

  /**
   * @throws UnavailableException CLOCK_IN_DOUBT
   */
  public synchronized Instant now() {
    Instant time = clock.instant();
    long nanos = nanoTime.getAsLong();
    Duration jump = Duration.between(lastTime, time).minus(Duration.ofNanos(nanos - lastNanos));
    lastTime = time;
    lastNanos = nanos;
    if (jump.abs().compareTo(TOLERANCE) > 0) {
      stepped = stepped.plus(jump);
      settling = true;
      settledAtNanos = nanos + SETTLING.toNanos();
    }
    if (settling && nanos - settledAtNanos < 0) {
      throw doubt("the clock has jumped; it is believed again when it has run evenly for 10 s");
    }
    settling = false;
    if (time.isBefore(floor)) {
      throw doubt("the clock stands before the last event of the log; set it right");
    }
    return time;
  }

  /** How far it has jumped in all since this was asked last; negative where it was set back. */
  public synchronized Duration takeStep() {
    Duration all = stepped;
    stepped = Duration.ZERO;
    return all;
  }

  private static UnavailableException doubt(String message) {
    return new UnavailableException(UnavailableException.Part.CLOCK_IN_DOUBT, message);
  }
}
