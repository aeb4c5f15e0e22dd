package org.kagiban.console;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One line of a plot. Filled and read by one thread.
 *
 * @param name as the legend has it
 * @param values by the number of their span; a span without a value has none
 */
record Series(String name, SortedMap<Long, Double> values) {
  Series(String name) {
    this(name, new TreeMap<>());
  }

  void add(long span, double value) {
    values.merge(span, value, Double::sum);
  }

  double sum() {
    return values.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  double most() {
    return values.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }
}
