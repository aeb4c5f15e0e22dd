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

/** What the HSM does. Labels are found once, not for each HMAC. */
final class HsmMeter implements HsmObserver {
  private final Map<HsmOperation, DistributionDataPoint> seconds =
      new EnumMap<>(HsmOperation.class);
  private final Map<HsmOperation, CounterDataPoint> failures = new EnumMap<>(HsmOperation.class);
  private final CounterDataPoint hits;
  private final CounterDataPoint misses;

  HsmMeter(PrometheusRegistry registry) {
    Histogram.Builder builder = Buckets.hsmSeconds();
    Histogram took =
        builder
            .name("kagiban_hsm_seconds")
            .help("How long the HSM's library took for one function.")
            .labelNames("operation", "mechanism")
            .register(registry);
    Counter failed =
        Counter.builder()
            .name("kagiban_hsm_failures_total")
            .help("Functions that the HSM's library refused or failed.")
            .labelNames("operation", "mechanism")
            .register(registry);
    for (HsmOperation one : HsmOperation.values()) {
      seconds.put(one, took.labelValues(one.function(), one.mechanism()));
      failures.put(one, failed.labelValues(one.function(), one.mechanism()));
    }
    Counter lookups =
        Counter.builder()
            .name("kagiban_hsm_unwrapped_lookups_total")
            .help("Stored seeds that were wanted: hit where the HSM held them unwrapped.")
            .labelNames("result")
            .register(registry);
    hits = lookups.labelValues("hit");
    misses = lookups.labelValues("miss");
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
