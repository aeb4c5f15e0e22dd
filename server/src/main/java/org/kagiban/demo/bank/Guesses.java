package org.kagiban.demo.bank;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Bounds the guesses of passwords for each contract ID, known or not, so that the limit tells a
 * stranger nothing. Thread-safe.
 */
final class Guesses {
  static final int LIMIT = 5;
  static final Duration WINDOW = Duration.ofMinutes(15);

  /** Names nobody used for long leave first, so that made-up ones fill no memory. */
  private static final int NAMES = 10_000;

  private record Count(int guesses, Instant since) {}

  private final Clock clock;
  private final Map<String, Count> counts = new LinkedHashMap<>(16, 0.75f, true);

  Guesses(Clock clock) {
    this.clock = clock;
  }

  /** Takes one guess, before it is compared; false where none is left. */
  synchronized boolean take(String name) {
    Instant now = clock.instant();
    Count count = counts.get(name);
    if (count == null || count.since().plus(WINDOW).isBefore(now)) {
      count = new Count(0, now);
    }
    if (count.guesses() >= LIMIT) {
      return false;
    }
    counts.put(name, new Count(count.guesses() + 1, count.since()));
    if (counts.size() > NAMES) {
      counts.remove(counts.keySet().iterator().next());
    }
    return true;
  }

  /** After the right password. */
  synchronized void forget(String name) {
    counts.remove(name);
  }
}
