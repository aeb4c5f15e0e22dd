package org.kagiban.rpc;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gRPC server. Calls are served on the connection's own thread, which must never block:
 * services hand over and answer later.
 */
public final class RpcServer implements AutoCloseable {
  /** A chunk of UploadSeeds and its frame. */
  static final int MAX_MESSAGE = UploadSession.MAX_CHUNK + 64 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(RpcServer.class);

  private final Server server;
  private final EventLoops loops;
  private final Health health;
  private final Admissions admissions;

  private RpcServer(Server server, EventLoops loops, Health health, Admissions admissions) {
    this.server = server;
    this.loops = loops;
    this.admissions = admissions;
    this.health = health;
  }

  /**
   * Starts serving.
   *
   * @param custody null where no custodian is served
   * @param audit null where the log is not served
   * @param parts what must answer for the server to be healthy, by name
   * @param extras more services, and who is told of calls
   * @throws RpcSetupException with what to do
   */
  public static RpcServer start(
      RpcSettings settings,
      Domain domain,
      @Nullable CustodyDomain custody,
      @Nullable AuditDomain audit,
      Map<String, BooleanSupplier> parts,
      RpcExtras extras) {
    Consumer<String> bugs = bug -> LOG.error("a call broke the error contract: {}", bug);
    List<BindableService> own = new ArrayList<>(domain.services());
    if (custody != null) {
      own.addAll(custody.services());
    }
    if (audit != null) {
      own.add(audit.service());
    }
    return start(settings, own, parts, extras, bugs);
  }

  static RpcServer start(
      RpcSettings settings,
      List<BindableService> own,
      Map<String, BooleanSupplier> parts,
      RpcExtras extras,
      Consumer<String> contractBreaches) {
    Access access = new Access();
    List<ServerServiceDefinition> services = new ArrayList<>();
    own.forEach(service -> services.add(service.bindService()));
    Health health =
        new Health(
            services.stream().map(one -> one.getServiceDescriptor().getName()).toList(), parts);
    services.add(health.service().bindService());
    services.add(ProtoReflectionServiceV1.newInstance().bindService());
    for (BindableService service : extras.services()) {
      ServerServiceDefinition definition = service.bindService();
      definition.getServiceDescriptor().getMethods().forEach(access::allowEveryone);
      services.add(definition);
    }
    requireAccessRules(services, access);
    Admissions admissions = new Admissions(Admission.read(settings.tls(), settings.callers()));
    EventLoops loops = new EventLoops();
    NettyServerBuilder builder = builder(settings, access, admissions, loops, contractBreaches);
    Set<String> methods = methods(services);
    extras.tracers().forEach(tracer -> builder.addStreamTracerFactory(tracer.of(methods)));
    // Messages are read inside our interceptors, so that an unreadable one gets a proper error.
    services.forEach(one -> builder.addService(ServerInterceptors.useInputStreamMessages(one)));
    return start(settings, builder.build(), loops, health, admissions);
  }

  private static NettyServerBuilder builder(
      RpcSettings settings,
      Access access,
      Admissions admissions,
      EventLoops loops,
      Consumer<String> contractBreaches) {
    return loops
        .serve(NettyServerBuilder.forAddress(settings.address()))
        .sslContext(new CurrentTls(admissions))
        .directExecutor()
        .maxInboundMessageSize(MAX_MESSAGE)
        .maxInboundMetadataSize(8 * 1024)
        .maxConcurrentCallsPerConnection(settings.callsPerConnection())
        .handshakeTimeout(10, TimeUnit.SECONDS)
        .keepAliveTime(60, TimeUnit.SECONDS)
        .keepAliveTimeout(20, TimeUnit.SECONDS)
        .permitKeepAliveTime(10, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true)
        .addTransportFilter(new ConnectionCallers(admissions, loops))
        .fallbackHandlerRegistry(new UnknownMethods())
        // The last one is the outermost.
        .intercept(new Guard())
        .intercept(new RequestLog())
        .intercept(new CallerGate(access, admissions))
        .intercept(new ErrorContract(contractBreaches))
        // Before all others: what is refused shall cost little.
        .intercept(new Backpressure(new Backlog(System::nanoTime)));
  }

  private static RpcServer start(
      RpcSettings settings, Server server, EventLoops loops, Health health, Admissions admissions) {
    try {
      server.start();
    } catch (IOException e) {
      health.close();
      loops.close();
      throw new RpcSetupException(
          "server.listen: cannot listen on "
              + settings.address().getHostString()
              + ":"
              + settings.address().getPort()
              + "; is the address this machine's, and the port free?",
          e);
    }
    health.start();
    return new RpcServer(server, loops, health, admissions);
  }

  private static Set<String> methods(List<ServerServiceDefinition> services) {
    return services.stream()
        .flatMap(service -> service.getMethods().stream())
        .map(method -> method.getMethodDescriptor().getFullMethodName())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static void requireAccessRules(List<ServerServiceDefinition> services, Access access) {
    for (ServerServiceDefinition service : services) {
      for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
        String name = method.getMethodDescriptor().getFullMethodName();
        if (!access.knows(name)) {
          throw new IllegalStateException("nobody may call " + name + "; add it to Access");
        }
      }
    }
  }

  /** The port that it listens on. */
  public int port() {
    return server.getPort();
  }

  /** What the last look at the parts found, by name; {@code serving} is false while it closes. */
  public Map<String, Boolean> parts() {
    return health.last();
  }

  /** Who may connect and call now. */
  public Admission admission() {
    return admissions.current();
  }

  /**
   * Puts another admission in force: for new connections at once, for those that are open from
   * their next call on. Calls that are running go on.
   */
  public void admit(Admission next) {
    admissions.replace(next);
  }

  /** Looks at the health of the parts now, not at the next second. */
  public void lookAtHealth() {
    health.look();
  }

  /** Takes no new calls, gives running ones ten seconds, then ends. */
  @Override
  public void close() {
    health.close();
    server.shutdown();
    try {
      if (!server.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("calls were still running after ten seconds; cutting them off");
        server.shutdownNow();
        server.awaitTermination(2, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    loops.close();
  }
}
