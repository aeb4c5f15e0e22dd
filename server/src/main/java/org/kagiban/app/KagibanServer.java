package org.kagiban.app;

import io.grpc.BindableService;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.custody.ActiveKek;
import org.kagiban.custody.Patience;
import org.kagiban.hsm.HsmCeremonies;
import org.kagiban.hsm.HsmWorkers;
import org.kagiban.hsm.Partition;
import org.kagiban.hsm.Pin;
import org.kagiban.rpc.AuditDomain;
import org.kagiban.rpc.RpcServer;
import org.kagiban.store.SqliteLedger;
import org.kagiban.store.StoreConfig;
import org.kagiban.verification.SlowHash;
import org.kagiban.verification.TrustedClock;

/** A whole server: HSM partition, store, domain and gRPC, wired by hand. Thread-safe. */
public final class KagibanServer implements AutoCloseable {
  private final Resources resources;
  private final RpcServer rpc;
  private final ServerConfig config;
  private final SettingsLog settings;
  private final LogPublisher publisher;

  private KagibanServer(
      Resources resources,
      RpcServer rpc,
      ServerConfig config,
      SettingsLog settings,
      LogPublisher publisher) {
    this.resources = resources;
    this.rpc = rpc;
    this.config = config;
    this.settings = settings;
    this.publisher = publisher;
  }

  /**
   * Starts a server; when this returns it serves.
   *
   * @param pin destroyed when the server closes
   * @param extra more gRPC services, open to every caller; none in production
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
      ServerConfig config, Pin pin, Clock clock, List<BindableService> extra) {
    Resources resources = new Resources();
    try {
      return start(config, pin, clock, extra, resources);
    } catch (RuntimeException e) {
      resources.close();
      throw e;
    }
  }

  private static KagibanServer start(
      ServerConfig config, Pin pin, Clock clock, List<BindableService> extra, Resources resources) {
    ActiveKek active = new ActiveKek();
    Partition partition =
        resources.add(
            Partition.open(
                Adapters.hsm(config.hsm()), Adapters.keeping(config.hsm(), active), pin));
    HsmWorkers workers = resources.add(new HsmWorkers(partition));
    SqliteLedger ledger =
        resources.add(new SqliteLedger(StoreConfig.at(config.store().sqlite()), clock));
    CustodyAssembly.activate(active, ledger);
    SlowHash slowHash = resources.add(new SlowHash());
    TrustedClock trusted = new TrustedClock(clock, System::nanoTime, floor(ledger));
    Assembly assembly = new Assembly(config, workers, ledger, slowHash, trusted);
    LogAssembly log = new LogAssembly(config, partition, workers, ledger);
    // Before the first event, since nothing is written to a log that is refused; and closed after
    // the last one, so that it is signed too.
    resources.add(log.witnesses());
    LogPublisher publisher = resources.add(log.publisher());
    publisher.start();
    HsmCeremonies ceremonies = new HsmCeremonies(partition);
    KeysInPartition keys = new KeysInPartition(ceremonies, ledger.ceremonies());
    LifeEvents events = resources.add(new LifeEvents(assembly.journal(), partition, keys::text));
    resources.add(ceremonies);
    SettingsLog settings = new SettingsLog(ledger.settings(), trusted, config);
    CustodyAssembly custody =
        new CustodyAssembly(
            config,
            partition,
            workers,
            ceremonies,
            ledger,
            assembly,
            trusted,
            active,
            () -> {
              publisher.keysChanged();
              return assembly.keysChanged();
            });
    events.started();
    settings.started();
    Patience.await(assembly.keysChanged());
    assembly.finishRetirements();
    resources.add(new SpoolSweep(custody.keeper()));
    log.archive(publisher).ifPresent(resources::add);
    Map<String, BooleanSupplier> parts =
        new HashMap<>(parts(workers, ledger, trusted, events, assembly::ready));
    parts.put("log", publisher);
    RpcServer rpc =
        resources.add(
            RpcServer.start(
                Adapters.rpc(config),
                assembly.domain(),
                custody.domain(),
                new AuditDomain(
                    log.view(),
                    assembly.journal(),
                    new Inventory(partition, workers, ledger),
                    Adapters.institutions(config)),
                parts,
                extra));
    return new KagibanServer(resources, rpc, config, settings, publisher);
  }

  /** Time of the log's last event. */
  private static Instant floor(SqliteLedger ledger) {
    Instant latest = Patience.await(ledger.latestEventTime());
    return Objects.requireNonNullElse(latest, Instant.EPOCH);
  }

  private static Map<String, BooleanSupplier> parts(
      HsmWorkers workers,
      SqliteLedger ledger,
      TrustedClock clock,
      LifeEvents events,
      BooleanSupplier keys) {
    return Map.of(
        "hsm",
        new Watched(
            new PartWatch(workers::healthy, workers::ping), events::hsmLost, events::hsmRestored),
        "keys",
        keys,
        "store",
        new PartWatch(ledger::healthy, ledger::ping),
        "clock",
        new Watched(new ClockWatch(clock), () -> {}, () -> events.clockStepped(clock.takeStep())));
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

  /** Takes no new calls, lets running ones end, then closes store and HSM. */
  @Override
  public void close() {
    resources.close();
  }
}
