package org.kagiban.app.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.EnumMap;
import java.util.Map;
import org.kagiban.hsm.HsmObserver;
import org.kagiban.hsm.HsmOperation;

/** What one partition does. Labels are found once, not for each HMAC. */
final class HsmMeter implements HsmObserver {
  private final Map<HsmOperation, DistributionDataPoint> seconds =
      new EnumMap<>(HsmOperation.class);
  private final Map<HsmOperation, CounterDataPoint> failures = new EnumMap<>(HsmOperation.class);
  private final CounterDataPoint hits;
  private final CounterDataPoint misses;

  private HsmMeter(Figures figures, String partition) {
    for (HsmOperation one : HsmOperation.values()) {
      seconds.put(one, figures.took.labelValues(partition, one.function(), one.mechanism()));
      failures.put(one, figures.failed.labelValues(partition, one.function(), one.mechanism()));
    }
    hits = figures.lookups.labelValues(partition, "hit");
    misses = figures.lookups.labelValues(partition, "miss");
  }

  /** The figures of all partitions. */
  static final class Figures {
    private final Histogram took;
    private final Counter failed;
    private final Counter lookups;

    Figures(PrometheusRegistry registry) {
      Histogram.Builder builder = Buckets.hsmSeconds();
      took =
          builder
              .name("kagiban_hsm_seconds")
              .help("How long the HSM's library took for one function.")
              .labelNames("partition", "operation", "mechanism")
              .register(registry);
      failed =
          Counter.builder()
              .name("kagiban_hsm_failures_total")
              .help("Functions that the HSM's library refused or failed.")
              .labelNames("partition", "operation", "mechanism")
              .register(registry);
      lookups =
          Counter.builder()
              .name("kagiban_hsm_unwrapped_lookups_total")
              .help("Stored seeds that were wanted: hit where the HSM held them unwrapped.")
              .labelNames("partition", "result")
              .register(registry);
    }

    HsmMeter of(String partition) {
      return new HsmMeter(this, partition);
    }
  }

  @Override
  @SuppressWarnings("NullAway") // every operation is in the map
  public void did(HsmOperation operation, long nanos) {
    seconds.get(operation).observe(Buckets.seconds(nanos));
  }

  @Override
  @SuppressWarnings("NullAway") // every operation is in the map
  public void failed(HsmOperation operation) {
    failures.get(operation).inc();
  }

  @Override
  public void wanted(boolean held) {
    (held ? hits : misses).inc();
  }
}
