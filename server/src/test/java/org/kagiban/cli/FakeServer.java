package org.kagiban.cli;

import io.grpc.BindableService;
import io.grpc.Grpc;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.kagiban.demo.DevCaller;
import org.kagiban.demo.DevPki;

/** A server whose answers a test chooses, behind real mTLS on a free port. */
public final class FakeServer implements AutoCloseable {
  private final Path folder;
  private final DevPki pki;
  private final Server server;

  public FakeServer(Path folder, BindableService... services) throws IOException {
    this.folder = folder;
    pki = DevPki.ensure(folder.resolve("pki"), Clock.systemUTC());
    ServerBuilder<?> builder =
        Grpc.newServerBuilderForPort(
            0,
            TlsServerCredentials.newBuilder()
                .keyManager(pki.serverCertificate().toFile(), pki.serverKey().toFile())
                .trustManager(pki.ca().toFile())
                .clientAuth(ClientAuth.REQUIRE)
                .build());
    for (BindableService service : services) {
      builder.addService(service);
    }
    server = builder.build().start();
  }

  public ConnectFile connect(DevCaller caller) {
    return pki.connect(caller, "localhost:" + server.getPort());
  }

  /** The path of a connect file for a caller. */
  String connectFile(DevCaller caller) throws IOException {
    Path file = folder.resolve(caller.id() + ".yaml");
    Files.writeString(file, connect(caller).toYaml(folder));
    return file.toString();
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
