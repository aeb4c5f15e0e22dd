package org.kagiban.app.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.kagiban.hsm.HsmObserver;
import org.kagiban.rpc.RpcExtras.CallTracer;
import org.kagiban.store.StoreObserver;
import org.kagiban.token.Institution;
import org.kagiban.verification.TokenLedger;

/**
 * One server's figures. What it hands out counts on the hot path; the rest is asked for whenever
 * somebody scrapes. No label holds a Token ID, a subscriber or anything else that a caller may
 * choose. Thread-safe.
 */
public final class Metrics {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final StoreMeter store = new StoreMeter(registry);
  private final HsmMeter.Figures hsm = new HsmMeter.Figures(registry);
  private final VerdictMeter verdicts;
  private final CallMeters calls = new CallMeters(registry);

  /**
   * @param version of this program
   * @param institutions those that may be a label
   */
  public Metrics(String version, Set<Institution> institutions) {
    verdicts = new VerdictMeter(registry, institutions);
    JvmMetrics.builder().register(registry);
    Info build =
        Info.builder()
            .name("kagiban_build_info")
            .help("Always 1; the version is its label.")
            .labelNames("version")
            .register(registry);
    build.addLabelValues(version);
  }

  /**
   * @param partition one of the configuration's, by its name there
   */
  public HsmObserver hsm(String partition) {
    return hsm.of(partition);
  }

  public StoreObserver store() {
    return store;
  }

  /** The same ledger; verdicts that it has committed are counted. */
  public TokenLedger counting(TokenLedger ledger) {
    return new CountingLedger(ledger, verdicts);
  }

  public CallTracer calls() {
    return calls;
  }

  /**
   * A figure of this moment.
   *
   * @param value quick; NaN where there is none now, then nothing is told
   */
  public void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(
            callback -> {
              double now = value.getAsDouble();
              if (!Double.isNaN(now)) {
                callback.call(now);
              }
            })
        .register(registry);
  }

  /** As {@link #gauge(String, String, DoubleSupplier)}, one for each value of a label. */
  public void gauge(
      String name, String help, String label, Supplier<? extends Map<String, Double>> values) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(label)
        .callback(callback -> values.get().forEach((of, now) -> callback.call(now, of)))
        .register(registry);
  }

  /** Two figures that only grow: how often something was found, and how often it was not. */
  public void lookups(String name, String help, LongSupplier hits, LongSupplier misses) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("result")
        .callback(
            callback -> {
              callback.call((double) hits.getAsLong(), "hit");
              callback.call((double) misses.getAsLong(), "miss");
            })
        .register(registry);
  }

  PrometheusRegistry registry() {
    return registry;
  }
}
