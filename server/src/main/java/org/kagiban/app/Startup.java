package org.kagiban.app;

import io.grpc.BindableService;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.kagiban.app.config.HsmSection;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.app.metrics.Metrics;
import org.kagiban.app.metrics.OpsServer;
import org.kagiban.app.tracing.CallTracing;
import org.kagiban.custody.ActiveKek;
import org.kagiban.custody.Patience;
import org.kagiban.hsm.HsmCeremonies;
import org.kagiban.hsm.HsmObserver;
import org.kagiban.hsm.HsmPool;
import org.kagiban.hsm.HsmWorkers;
import org.kagiban.hsm.Partition;
import org.kagiban.hsm.Pin;
import org.kagiban.hsm.PoolMember;
import org.kagiban.rpc.AuditDomain;
import org.kagiban.rpc.RpcExtras;
import org.kagiban.rpc.RpcExtras.CallTracer;
import org.kagiban.rpc.RpcServer;
import org.kagiban.store.SqlLedger;
import org.kagiban.store.StoreConfig;
import org.kagiban.store.StoreObserver;
import org.kagiban.verification.SlowHash;
import org.kagiban.verification.TokenLedger;
import org.kagiban.verification.TrustedClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HSM partition, store, log, domain and gRPC, wired by hand, in the order in which they start; they
 * close in reverse. Of one thread, for one server.
 */
final class Startup {
  private static final Logger LOG = LoggerFactory.getLogger(Startup.class);

  private final ServerConfig config;
  private final Resources resources;
  private final Partition partition;
  private final HsmWorkers workers;
  private final HsmPool pool;
  private final SqlLedger ledger;
  private final TrustedClock clock;
  private final Assembly assembly;
  private final LogAssembly log;
  private final LogPublisher publisher;
  private final LifeEvents events;
  private final SettingsLog settings;
  private final CustodyAssembly custody;
  private final @Nullable Metrics metrics;
  private final @Nullable CallTracing tracing;
  private final Clock systemClock;
  private final HsmObserver also;

  /** Opens and makes everything, and writes nothing yet. */
  Startup(ServerConfig config, Pin pin, Clock systemClock, Resources resources, HsmObserver also) {
    this.config = config;
    this.also = also;
    this.resources = resources;
    this.systemClock = systemClock;
    metrics = metrics(config);
    tracing = CallTracing.of(config.tracing());
    ActiveKek active = new ActiveKek();
    partition =
        resources.add(
            Partition.open(
                Adapters.hsm(config.hsm()),
                Adapters.keeping(config.hsm(), active),
                observer(config.hsm()),
                pin));
    workers = resources.add(new HsmWorkers(partition));
    pool = resources.add(pool(active));
    ledger =
        resources.add(
            new SqlLedger(
                StoreConfig.at(config.store().location()),
                systemClock,
                metrics == null ? StoreObserver.NONE : metrics.store()));
    CustodyAssembly.activate(active, ledger);
    SlowHash slowHash = resources.add(new SlowHash());
    clock = new TrustedClock(systemClock, System::nanoTime, floor(ledger));
    TokenLedger counted = metrics == null ? ledger : metrics.counting(ledger);
    assembly = new Assembly(config, pool, ledger, counted, slowHash, clock);
    log = new LogAssembly(config, partition, workers, ledger);
    resources.add(log.witnesses());
    // Closed after the last event, so that it is signed too.
    publisher = resources.add(log.publisher());
    HsmCeremonies hsm = new HsmCeremonies(pool);
    KeysInPartition keys = new KeysInPartition(hsm, ledger.ceremonies());
    events = resources.add(new LifeEvents(assembly.journal(), partition, keys::text));
    resources.add(hsm);
    settings = new SettingsLog(ledger.settings(), clock, config);
    custody =
        new CustodyAssembly(config, pool, hsm, ledger, assembly, clock, active, this::keysChanged);
  }

  private static @Nullable Metrics metrics(ServerConfig config) {
    return config.metrics() == null
        ? null
        : new Metrics(KagibanCommand.VERSION, Adapters.institutions(config));
  }

  /** The others are reached in the background: one that is away keeps nobody from starting. */
  private HsmPool pool(ActiveKek active) {
    List<PoolMember> others = new ArrayList<>();
    for (HsmSection section : config.hsm().others()) {
      Pin pin = Pins.fetch(section);
      resources.add(pin::destroy);
      others.add(
          PoolMember.other(
              section.name(),
              () ->
                  Partition.open(
                      Adapters.hsm(section),
                      Adapters.keeping(section, active),
                      observer(section),
                      pin)));
    }
    return new HsmPool(config.hsm().name(), workers, others);
  }

  private HsmObserver observer(HsmSection section) {
    return metrics == null ? also : HsmObserver.both(metrics.hsm(section.name()), also);
  }

  private CompletableFuture<Void> keysChanged() {
    pool.keysChanged();
    publisher.keysChanged();
    return assembly.keysChanged();
  }

  /** Time of the log's last event. */
  private static Instant floor(SqlLedger ledger) {
    Instant latest = Patience.await(ledger.latestEventTime());
    return Objects.requireNonNullElse(latest, Instant.EPOCH);
  }

  /**
   * Writes the start into the log, finishes what a crash left, and opens the port.
   *
   * @param extra more gRPC services, open to every caller
   */
  KagibanServer serve(List<BindableService> extra) {
    // First of all, since nothing is written to a log that is refused.
    publisher.start();
    events.started();
    settings.started();
    Patience.await(assembly.keysChanged());
    assembly.finishRetirements();
    resources.add(new SpoolSweep(custody.keeper()));
    log.archive(publisher).ifPresent(resources::add);
    OpsServer ops = metrics == null ? null : ops(metrics);
    AuditDomain audit =
        new AuditDomain(
            log.view(),
            assembly.journal(),
            new Inventory(partition, workers, ledger),
            Adapters.institutions(config));
    RpcServer rpc =
        resources.add(
            RpcServer.start(
                Adapters.rpc(config),
                assembly.domain(),
                custody.domain(),
                audit,
                parts(),
                extras(extra)));
    if (ops != null && metrics != null) {
      new ServerFigures(metrics).edge(rpc, systemClock);
      ops.watch(rpc::parts);
    }
    return new KagibanServer(resources, rpc, config, settings, publisher, ops);
  }

  /** Closed after the gRPC server, so that it says who is not ready any more while that drains. */
  private OpsServer ops(Metrics figures) {
    ServerFigures server = new ServerFigures(figures);
    server.hsm(config.hsm(), pool);
    server.store(ledger, assembly.directory());
    server.log(publisher, log.witnesses());
    OpsServer ops =
        resources.add(OpsServer.start(Objects.requireNonNull(config.metrics()).listen(), figures));
    LOG.info("metrics and health are at {}", ops.url());
    return ops;
  }

  private RpcExtras extras(List<BindableService> services) {
    List<CallTracer> tracers = new ArrayList<>();
    if (metrics != null) {
      tracers.add(metrics.calls());
    }
    if (tracing != null) {
      tracers.add(resources.add(tracing));
    }
    return new RpcExtras(services, tracers);
  }

  /** Of a pool one partition is enough; each tells of itself. */
  private BooleanSupplier hsm() {
    PartWatch watch = new PartWatch(pool::healthy, pool::ping);
    if (!pool.isPool()) {
      return new Watched(watch, events::hsmLost, events::hsmRestored);
    }
    PoolEvents told = new PoolEvents(pool, events);
    return () -> {
      told.look();
      return watch.getAsBoolean();
    };
  }

  /**
   * Keys may also come without a ceremony of this server, from a backup of the HSM for instance.
   */
  private boolean keys() {
    if (assembly.keysHaveCome()) {
      CompletableFuture<Void> unused = keysChanged();
    }
    return assembly.ready();
  }

  /** While a pool's home is away, events wait for their signature, and customers do not. */
  private boolean signed() {
    boolean waits = pool.isPool() && pool.members().get(0).state() != PoolMember.State.IN;
    return (publisher.getAsBoolean() || waits) && !log.lostItsKey();
  }

  /** What must be well for the server to be. */
  private Map<String, BooleanSupplier> parts() {
    return Map.of(
        "hsm",
        hsm(),
        "keys",
        this::keys,
        "store",
        new PartWatch(ledger::healthy, ledger::ping),
        "log",
        this::signed,
        "clock",
        new Watched(new ClockWatch(clock), () -> {}, () -> events.clockStepped(clock.takeStep())));
  }
}
