package org.kagiban.rpc;

import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Says SERVING, for the server and for each service, only while every part answers. Looks each
 * second, and whenever {@link #look} is called. Thread-safe.
 */
final class Health implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Health.class);

  private final HealthStatusManager status = new HealthStatusManager();
  private final List<String> services;
  private final Map<String, BooleanSupplier> parts;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "health");
            thread.setDaemon(true);
            return thread;
          });
  private Map<String, Boolean> last = Map.of();
  private boolean closed;

  /**
   * @param parts by name, whether each answers; quick and not blocking
   */
  Health(List<String> services, Map<String, BooleanSupplier> parts) {
    this.services = List.copyOf(services);
    this.parts = Map.copyOf(parts);
  }

  BindableService service() {
    return status.getHealthService();
  }

  void start() {
    look();
    ScheduledFuture<?> unused = timer.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
  }

  /** Looks now. */
  synchronized void look() {
    Map<String, Boolean> now = new TreeMap<>();
    parts.forEach((name, part) -> now.put(name, answers(part)));
    if (now.equals(last)) {
      return;
    }
    last = now;
    boolean serving = !now.containsValue(false);
    LOG.atLevel(serving ? Level.INFO : Level.WARN)
        .addKeyValue("parts", now)
        .log(serving ? "serving: every part answers" : "not serving: a part does not answer");
    ServingStatus said = serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    status.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, said);
    services.forEach(service -> status.setStatus(service, said));
  }

  /** What the last look found, by the part's name; {@code serving} is false once it is closed. */
  synchronized Map<String, Boolean> last() {
    Map<String, Boolean> found = new TreeMap<>(last);
    found.put("serving", !closed);
    return found;
  }

  private static boolean answers(BooleanSupplier part) {
    try {
      return part.getAsBoolean();
    } catch (RuntimeException e) {
      LOG.warn("a part failed when asked for its health", e);
      return false;
    }
  }

  /** Says NOT_SERVING for good, so that callers go elsewhere. */
  @Override
  public void close() {
    timer.shutdownNow();
    synchronized (this) {
      closed = true;
    }
    status.enterTerminalState();
  }
}
