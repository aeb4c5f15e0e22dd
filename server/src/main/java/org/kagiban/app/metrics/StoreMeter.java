package org.kagiban.app.metrics;

import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.kagiban.store.StoreObserver;

/** Transactions of the store. */
final class StoreMeter implements StoreObserver {
  private final Histogram changes;
  private final Histogram seconds;

  StoreMeter(PrometheusRegistry registry) {
    changes =
        Buckets.changes()
            .name("kagiban_store_batch_changes")
            .help("Changes that one transaction committed together.")
            .register(registry);
    seconds =
        Buckets.seconds()
            .name("kagiban_store_commit_seconds")
            .help("How long a transaction took until it was on disk.")
            .register(registry);
  }

  @Override
  public void ended(int count, long nanos) {
    changes.observe(count);
    seconds.observe(Buckets.seconds(nanos));
  }
}
