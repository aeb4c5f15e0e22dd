package org.kagiban.app.bench;

import java.util.List;

/**
 * What the log's tree and checkpoints cost: the medians of several turns with and without.
 *
 * @param withPerSecond Verify a second while the log is signed
 * @param withoutPerSecond Verify a second while events are only written to the database
 */
record LogCost(double withPerSecond, double withoutPerSecond) {
  static LogCost of(List<Double> with, List<Double> without) {
    return new LogCost(median(with), median(without));
  }

  /** What is left of the rate. */
  double share() {
    return withPerSecond / withoutPerSecond;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
