package org.kagiban.app.metrics;

import io.prometheus.metrics.core.metrics.Histogram;

/** Histograms whose upper bounds fit what is measured. */
final class Buckets {
  private static final double NANOS = 1e-9;

  private static final double[] SECONDS = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };

  /** A library in the process takes microseconds, a device on the network milliseconds. */
  private static final double[] HSM_SECONDS = {
    0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 2
  };

  private static final double[] CHANGES = {1, 2, 5, 10, 25, 50, 100, 200, 350, 512};

  private Buckets() {}

  static Histogram.Builder seconds() {
    return histogram(SECONDS);
  }

  static Histogram.Builder hsmSeconds() {
    return histogram(HSM_SECONDS);
  }

  static Histogram.Builder changes() {
    return histogram(CHANGES);
  }

  private static Histogram.Builder histogram(double... bounds) {
    Histogram.Builder builder = Histogram.builder().classicOnly().classicUpperBounds(bounds);
    builder.withoutExemplars();
    return builder;
  }

  static double seconds(long nanos) {
    return nanos * NANOS;
  }
}
