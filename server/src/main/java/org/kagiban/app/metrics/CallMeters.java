package org.kagiban.app.metrics;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.kagiban.rpc.RpcExtras.CallTracer;

/** Calls by method and outcome, those that were refused or went away too. */
final class CallMeters implements CallTracer {
  /** For a method that is not served: a caller may name any. */
  private static final String UNKNOWN = "unknown";

  private final Counter outcomes;
  private final Histogram seconds;

  CallMeters(PrometheusRegistry registry) {
    outcomes =
        Counter.builder()
            .name("kagiban_rpc_total")
            .help("Calls that ended, by their gRPC status.")
            .labelNames("method", "status")
            .register(registry);
    seconds =
        Buckets.seconds()
            .name("kagiban_rpc_seconds")
            .help("How long a call took, from its first byte to the end of the answer.")
            .labelNames("method")
            .register(registry);
  }

  @Override
  public ServerStreamTracer.Factory of(Set<String> methods) {
    Map<String, Meter> meters = new HashMap<>();
    methods.forEach(method -> meters.put(method, new Meter(method)));
    Meter unknown = new Meter(UNKNOWN);
    return new ServerStreamTracer.Factory() {
      @Override
      public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return new OneCall(Objects.requireNonNullElse(meters.get(method), unknown));
      }
    };
  }

  private final class Meter {
    private final String method;
    private final DistributionDataPoint took;

    Meter(String method) {
      this.method = method;
      this.took = seconds.labelValues(method);
    }

    void ended(Status status, long nanos) {
      outcomes.labelValues(method, status.getCode().name()).inc();
      took.observe(Buckets.seconds(nanos));
    }
  }

  private static final class OneCall extends ServerStreamTracer {
    private final Meter meter;
    private final long start = System.nanoTime();

    OneCall(Meter meter) {
      this.meter = meter;
    }

    @Override
    public void streamClosed(Status status) {
      meter.ended(status, System.nanoTime() - start);
    }
  }
}
