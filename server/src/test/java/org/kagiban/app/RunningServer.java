package org.kagiban.app;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.audit.AuditEvent;
import org.kagiban.cli.ConnectFile;
import org.kagiban.demo.DevCaller;
import org.kagiban.demo.DevPki;
import org.kagiban.hsm.HsmKind;
import org.kagiban.hsm.SoftHsm;
import org.kagiban.hsm.TestHsm;
import org.kagiban.yaml.ConfigException;

/**
 * A whole server with a SoftHSM partition, a SQLite file and TLS of its own. Two institutions:
 * {@link #OURS} of every caller and {@link #THEIRS} of CUSTODIAN_1 alone; CUSTODIAN_2 is not
 * configured.
 */
public final class RunningServer implements AutoCloseable {
  public static final String OURS = "sample-cu";
  public static final String THEIRS = "other-cu";

  private final Path folder;
  private final DevPki pki;
  private final TestHsm hsm;
  private final Path configFile;
  private final Map<DevCaller, ManagedChannel> channels = new EnumMap<>(DevCaller.class);
  private final List<ManagedChannel> others = new ArrayList<>();
  private KagibanServer server;
  private ConfigWatch watch;

  private RunningServer(Path folder, TestHsm hsm, String more) throws IOException, ConfigException {
    this.folder = folder;
    this.pki = DevPki.ensure(folder.resolve("pki"), Clock.systemUTC());
    this.hsm = hsm;
    this.configFile = Files.writeString(folder.resolve("kagiban.yaml"), config() + more);
    this.server = startServer();
    // Tests tell it when to look.
    this.watch = server.watch(configFile, Duration.ofDays(1));
  }

  /**
   * @param folder for all files
   */
  public static RunningServer start(Path folder) throws IOException, ConfigException {
    return start(folder, HsmKind.SOFTHSM);
  }

  /** As the other one, with a partition of another kind of HSM. */
  static RunningServer start(Path folder, HsmKind kind) throws IOException, ConfigException {
    return on(folder, kind.initialised());
  }

  /** As the other one, with a partition that may have no keys yet. */
  static RunningServer on(Path folder, TestHsm hsm) throws IOException, ConfigException {
    return new RunningServer(folder, hsm, "");
  }

  /** As the first, with more sections in its configuration. */
  static RunningServer start(Path folder, String more) throws IOException, ConfigException {
    return new RunningServer(folder, HsmKind.SOFTHSM.initialised(), more);
  }

  private KagibanServer startServer() throws ConfigException {
    List<BindableService> none = List.of();
    ServerConfig config = ServerConfig.read(configFile);
    return KagibanServer.start(config, SoftHsm.pin(), Clock.systemUTC(), none);
  }

  private String config() {
    StringBuilder text = new StringBuilder();
    text.append("server:\n  listen: 127.0.0.1:0\n");
    text.append("  certificate: '").append(pki.serverCertificate()).append("'\n");
    text.append("  key: '").append(pki.serverKey()).append("'\n");
    text.append("  client-ca: '").append(pki.ca()).append("'\n");
    text.append("hsm:\n").append(hsm.section()).append("  pin-prompt: true\n");
    text.append("store:\n  url: sqlite:kagiban.db\nmetrics:\n  listen: 127.0.0.1:0\n");
    text.append("institutions:\n  - {id: sample-cu, name: Ours, token-id-prefix: VSST}\n");
    text.append("  - {id: other-cu, name: Theirs, token-id-prefix: OTHR}\ncallers:\n");
    for (DevCaller caller : DevCaller.values()) {
      if (caller != DevCaller.CUSTODIAN_2) {
        String institutions = caller == DevCaller.CUSTODIAN_1 ? "all" : "[" + OURS + "]";
        text.append("  - name: ").append(caller.id()).append("\n    certificate: '");
        text.append(caller.subject()).append("'\n    role: ").append(caller.role());
        text.append("\n    institutions: ").append(institutions).append("\n");
      }
    }
    return text.toString();
  }

  /** A connection with a caller's certificate; closed with the server. */
  public ManagedChannel as(DevCaller caller) throws IOException {
    ManagedChannel known = channels.get(caller);
    if (known != null) {
      return known;
    }
    ConnectFile files = pki.connect(caller, "127.0.0.1:" + server.port());
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

  /**
   * A new connection of a client of any PKI, which believes this server's authority; closed with
   * the server.
   */
  ManagedChannel connect(DevPki whose, DevCaller caller) throws IOException {
    ConnectFile files = whose.connect(caller, "unused:1");
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.port())
            .sslContext(
                GrpcSslContexts.forClient()
                    .trustManager(pki.ca().toFile())
                    .keyManager(files.certificate().toFile(), files.key().toFile())
                    .build())
            .build();
    others.add(channel);
    return channel;
  }

  String configuration() throws IOException {
    return Files.readString(configFile);
  }

  /** Writes the configuration file anew and has the server look at it. */
  void configure(String text) throws IOException {
    Files.writeString(configFile, text);
    watch.look();
  }

  /** Has the server look at its configuration file and PEM files. */
  void look() {
    watch.look();
  }

  /** The audit log so far. */
  List<AuditEvent> events() throws SQLException {
    return EventsOf.database(folder.resolve("kagiban.db"));
  }

  /** Stops the server and starts another on the same files. */
  public void restart() throws ConfigException {
    closeChannels();
    server.close();
    server = startServer();
    watch = server.watch(configFile, Duration.ofDays(1));
  }

  /** Stops the server as SIGTERM does; connections stay the test's. */
  void stop() {
    server.close();
  }

  public int port() {
    return server.port();
  }

  /** Where metrics and health are. */
  URI metrics() {
    return URI.create("http://127.0.0.1:" + server.metricsPort().orElseThrow());
  }

  public DevPki pki() {
    return pki;
  }

  public Path folder() {
    return folder;
  }

  private void closeChannels() {
    others.addAll(channels.values());
    others.forEach(ManagedChannel::shutdownNow);
    for (ManagedChannel channel : others) {
      try {
        channel.awaitTermination(5, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    channels.clear();
    others.clear();
  }

  @Override
  public void close() {
    closeChannels();
    server.close();
  }
}
