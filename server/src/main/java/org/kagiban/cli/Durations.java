package org.kagiban.cli;

/** Lengths of time as people say them. */
final class Durations {
  private static final int MINUTE = 60;

  private Durations() {}

  /** Seconds up to two minutes, such as {@code 12 s}; above, minutes rounded up. */
  static String words(int seconds) {
    return seconds <= 2 * MINUTE ? seconds + " s" : (seconds + MINUTE - 1) / MINUTE + " min";
  }
}
