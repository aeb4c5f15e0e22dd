package org.kagiban.app;

import io.grpc.BindableService;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.app.metrics.OpsServer;
import org.kagiban.hsm.HsmObserver;
import org.kagiban.hsm.Pin;
import org.kagiban.rpc.RpcServer;

/** A whole server that serves; {@link Startup} wires it. Thread-safe. */
public final class KagibanServer implements AutoCloseable {
  private final Resources resources;
  private final RpcServer rpc;
  private final ServerConfig config;
  private final SettingsLog settings;
  private final LogPublisher publisher;
  private final @Nullable OpsServer ops;

  KagibanServer(
      Resources resources,
      RpcServer rpc,
      ServerConfig config,
      SettingsLog settings,
      LogPublisher publisher,
      @Nullable OpsServer ops) {
    this.resources = resources;
    this.rpc = rpc;
    this.config = config;
    this.settings = settings;
    this.publisher = publisher;
    this.ops = ops;
  }

  /**
   * Starts a server; when this returns it serves.
   *
   * @param pin destroyed when the server closes
   * @param extra more gRPC services, open to every caller; none in production
   * @param hsm is told of what the HSM does, besides the metrics; NONE in production
   * @throws org.kagiban.hsm.HsmSetupException where the partition or its keys are not as they
   *     should be
   * @throws org.kagiban.hsm.HsmException where the HSM fails
   * @throws org.kagiban.store.StoreRefusedException where the database cannot be used
   * @throws org.kagiban.audit.log.LogRefusedException where the log's folder does not fit the
   *     database or the key that signs
   * @throws org.kagiban.verification.UnavailableException where one of them, or the clock, fails
   *     while starting
   * @throws org.kagiban.rpc.RpcSetupException for the TLS files and the address
   */
  public static KagibanServer start(
      ServerConfig config, Pin pin, Clock clock, List<BindableService> extra, HsmObserver hsm) {
    Resources resources = new Resources();
    try {
      return new Startup(config, pin, clock, resources, hsm).serve(extra);
    } catch (RuntimeException e) {
      resources.close();
      throw e;
    }
  }

  /** As the other, with nobody more who is told of the HSM. */
  public static KagibanServer start(
      ServerConfig config, Pin pin, Clock clock, List<BindableService> extra) {
    return start(config, pin, clock, extra, HsmObserver.NONE);
  }

  /**
   * Begins to read callers, revocations and TLS files again whenever they change. To be called once
   * at most, by the thread that started the server.
   *
   * @param file where the server's configuration came from
   * @param interval how often to look
   */
  public ConfigWatch watch(Path file, Duration interval) {
    Reload reload = new Reload(config, rpc::admission, rpc::admit, settings::reloaded);
    ConfigWatch watch = resources.add(new ConfigWatch(file, config, reload));
    watch.start(interval);
    return watch;
  }

  /**
   * Stops signing the log, so that {@code kagiban bench} can say what that costs; nothing else
   * calls it. Events are written as ever, and the next {@link #resumeLog} signs them.
   */
  public void pauseLog() {
    publisher.pause();
  }

  /** Signs what waits; when this returns it is signed, and signing goes on. */
  public void resumeLog() {
    publisher.resume();
  }

  /** The port that it listens on. */
  public int port() {
    return rpc.port();
  }

  /** The port of metrics and health; empty where they are off. */
  OptionalInt metricsPort() {
    return ops == null ? OptionalInt.empty() : OptionalInt.of(ops.port());
  }

  /** Takes no new calls, lets running ones end, then closes store and HSM. */
  @Override
  public void close() {
    resources.close();
  }
}
