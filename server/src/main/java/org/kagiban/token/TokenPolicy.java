package org.kagiban.token;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an institution allows.
 *
 * @param window time steps searched on either side of the predicted one, 0 to 10 (RFC 6238 section
 *     5.2)
 * @param lookAhead counters searched from the watermark on, 1 to 100 (RFC 4226 section 7.4)
 * @param lockLimit wrong codes until the token locks, 1 to 100 (RFC 4226 section 7.3)
 * @param autoUnlock how long a lock holds, null for until the help desk unlocks
 * @param enrollmentWindow like {@code window}, for a single code at enrolment, 0 to 100
 * @param driftLimit how many time steps a token's clock may be off; searched on either side where
 *     two consecutive codes are given, at least both windows, at most 3000
 * @param counterLimit counters searched from the watermark on where two consecutive codes are
 *     given, at least {@code lookAhead}, at most 10000
 * @param temporaryCodeUses most uses of a temporary code, 1 to 20
 * @param temporaryCodeDays longest life of a temporary code, 1 to 30
 */
public record TokenPolicy(
    int window,
    int lookAhead,
    int lockLimit,
    @Nullable Duration autoUnlock,
    int enrollmentWindow,
    int driftLimit,
    int counterLimit,
    int temporaryCodeUses,
    int temporaryCodeDays) {
  public static final TokenPolicy DEFAULT =
      new TokenPolicy(1, 10, 10, Duration.ofMinutes(30), 3, 120, 1000, 5, 7);

  public TokenPolicy {
    within("window", window, 0, 10);
    within("lookAhead", lookAhead, 1, 100);
    within("lockLimit", lockLimit, 1, 100);
    within("enrollmentWindow", enrollmentWindow, 0, 100);
    within("driftLimit", driftLimit, Math.max(window, enrollmentWindow), 3000);
    within("counterLimit", counterLimit, lookAhead, 10_000);
    within("temporaryCodeUses", temporaryCodeUses, 1, 20);
    within("temporaryCodeDays", temporaryCodeDays, 1, 30);
    if (autoUnlock != null && autoUnlock.toSeconds() < 1) {
      throw new IllegalArgumentException("autoUnlock is at least one second");
    }
  }

  private static void within(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(name + " is " + least + " to " + most + ", not " + value);
    }
  }
}
