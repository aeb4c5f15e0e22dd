package org.kagiban.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToDoubleFunction;
import org.kagiban.app.config.HsmSection;
import org.kagiban.app.metrics.Metrics;
import org.kagiban.hsm.HsmPool;
import org.kagiban.hsm.Partition;
import org.kagiban.hsm.PoolMember;
import org.kagiban.rpc.Admission;
import org.kagiban.rpc.RpcServer;
import org.kagiban.store.SqlLedger;
import org.kagiban.verification.TokenDirectory;

/** The figures that are asked for at each scrape, from the parts that know them. */
final class ServerFigures {
  private static final double SECONDS_A_DAY = Duration.ofDays(1).toSeconds();
  private static final long PATIENCE_MILLIS = 500;

  private final Metrics metrics;

  ServerFigures(Metrics metrics) {
    this.metrics = metrics;
  }

  void hsm(HsmSection section, HsmPool pool) {
    each(
        "kagiban_hsm_open",
        "1 while the partition is logged in and not known to be lost.",
        pool,
        member -> member.state() == PoolMember.State.LOST ? 0 : 1);
    each(
        "kagiban_hsm_serves",
        "1 while calls go to the partition; 0 while it is lost or its circuit breaker is open.",
        pool,
        member -> member.state() == PoolMember.State.IN ? 1 : 0);
    each("kagiban_hsm_queue", "Jobs that wait for an HSM worker.", pool, PoolMember::waiting);
    each(
        "kagiban_hsm_queue_limit",
        "Jobs that may wait; more are refused as OVERLOADED (hsm.queue).",
        pool,
        member -> section.queue());
    each(
        "kagiban_hsm_resident_seeds",
        "Seeds that are objects in the HSM.",
        pool,
        member -> ofOpen(member, Partition::seedCount));
    each(
        "kagiban_hsm_unwrapped_seeds",
        "Stored seeds that the HSM holds unwrapped now.",
        pool,
        member -> ofOpen(member, Partition::unwrappedCount));
    each(
        "kagiban_hsm_unwrapped_limit",
        "Stored seeds that it may hold unwrapped (hsm.unwrapped).",
        pool,
        member -> section.unwrapped());
  }

  private void each(String name, String help, HsmPool pool, ToDoubleFunction<PoolMember> value) {
    metrics.gauge(
        name,
        help,
        "partition",
        () -> {
          Map<String, Double> values = new LinkedHashMap<>();
          pool.members().forEach(one -> values.put(one.name(), value.applyAsDouble(one)));
          return values;
        });
  }

  private static double ofOpen(PoolMember member, ToDoubleFunction<Partition> value) {
    Partition partition = member.partition();
    return partition == null ? 0 : value.applyAsDouble(partition);
  }

  void store(SqlLedger ledger, TokenDirectory directory) {
    metrics.gauge("kagiban_store_queue", "Changes that wait for the committer.", ledger::waiting);
    metrics.lookups(
        "kagiban_token_cache_lookups_total",
        "Tokens that were looked for before a change: hit where the cache had them.",
        directory::hits,
        directory::misses);
    metrics.gauge(
        "kagiban_log_events", "Events that were ever committed.", () -> now(ledger.eventCount()));
  }

  void log(LogPublisher publisher, LogWitnesses witnesses) {
    metrics.gauge(
        "kagiban_log_checkpoint_size",
        "Events under the newest signed checkpoint since the start.",
        publisher::size);
    metrics.gauge(
        "kagiban_log_checkpoint_age_seconds",
        "Time since everything that was committed was last found signed; absent without a key.",
        publisher::ageSeconds);
    metrics.gauge(
        "kagiban_log_witnesses", "Witnesses in the configuration.", witnesses::configured);
    metrics.gauge("kagiban_log_witness_quorum", "How many of them must cosign.", witnesses::quorum);
    metrics.gauge(
        "kagiban_log_cosigned_size",
        "Events under the newest checkpoint that a quorum cosigned; absent without one.",
        witnesses::cosignedSize);
  }

  void edge(RpcServer rpc, Clock clock) {
    metrics.gauge(
        "kagiban_part_up",
        "1 while a part of the server is well; clock is whether its time is trusted.",
        "part",
        () -> {
          Map<String, Double> parts = new LinkedHashMap<>();
          rpc.parts().forEach((part, well) -> parts.put(part, well ? 1.0 : 0.0));
          return parts;
        });
    metrics.gauge(
        "kagiban_certificate_days_left",
        "Days until a certificate in force ends; negative once it has.",
        "certificate",
        () -> {
          Admission admission = rpc.admission();
          Instant now = clock.instant();
          return Map.of(
              "server", days(now, admission.certificateEnd()),
              "client-authority", days(now, admission.authoritiesEnd()));
        });
  }

  private static double days(Instant now, Instant end) {
    return Duration.between(now, end).toSeconds() / SECONDS_A_DAY;
  }

  /** NaN where the store does not say in time. */
  private static double now(CompletableFuture<Long> count) {
    try {
      return count.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return Double.NaN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Double.NaN;
    }
  }
}
