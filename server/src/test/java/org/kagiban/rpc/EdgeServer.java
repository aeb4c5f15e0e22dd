package org.kagiban.rpc;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import javax.security.auth.x500.X500Principal;
import org.kagiban.cli.ConnectFile;
import org.kagiban.demo.DevCaller;
import org.kagiban.demo.DevPki;
import org.kagiban.token.Institution;
import org.kagiban.verification.Caller;

/** The gRPC edge alone, over TLS, with services that a test has made to fail. */
final class EdgeServer implements AutoCloseable {
  static final Institution OURS = new Institution("sample-cu");

  /** Calls that broke the error contract. */
  final List<String> breaches = new CopyOnWriteArrayList<>();

  private final DevPki pki;
  private final RpcServer server;
  private final Map<DevCaller, ManagedChannel> channels = new EnumMap<>(DevCaller.class);

  EdgeServer(Path folder, Map<String, BooleanSupplier> parts, BindableService... services)
      throws IOException {
    pki = DevPki.ensure(folder, Clock.systemUTC());
    ConnectFile any = pki.connect(DevCaller.AUDITOR, "unused:1");
    RpcSettings settings =
        new RpcSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new TlsFiles(pki.serverCertificate(), pki.serverKey(), any.ca()),
            callers(),
            1000);
    server = RpcServer.start(settings, List.of(services), parts, RpcExtras.NONE, breaches::add);
  }

  private static CallerDirectory callers() {
    Map<String, KnownCaller> callers = new HashMap<>();
    for (DevCaller caller : DevCaller.values()) {
      callers.put(
          new X500Principal(caller.subject()).getName(X500Principal.CANONICAL),
          new KnownCaller(
              new Caller(caller.id(), Set.of(OURS)),
              Role.valueOf(caller.role().toUpperCase(java.util.Locale.ROOT)),
              caller.id()));
    }
    return new CallerDirectory(callers, Set.of());
  }

  ManagedChannel as(DevCaller caller) throws IOException {
    ManagedChannel known = channels.get(caller);
    if (known != null) {
      return known;
    }
    ConnectFile files = pki.connect(caller, "unused:1");
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.port())
            .sslContext(
                GrpcSslContexts.forClient()
                    .trustManager(files.ca().toFile())
                    .keyManager(files.certificate().toFile(), files.key().toFile())
                    .build())
            .build();
    channels.put(caller, channel);
    return channel;
  }

  RpcServer server() {
    return server;
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
    server.close();
  }
}
