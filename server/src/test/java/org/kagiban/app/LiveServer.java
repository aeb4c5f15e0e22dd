package org.kagiban.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.kagiban.cli.Session;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.demo.DevCaller;
import org.kagiban.demo.DevPki;
import org.kagiban.demo.DualControl;

/**
 * A whole server in a process of its own: SoftHSM partition, SQLite file, mTLS on loopback, all in
 * one folder. Can be killed and started again.
 */
final class LiveServer implements AutoCloseable {
  static final String INSTITUTION = "shinkin-0001";
  static final String PREFIX = "VSST";
  static final String PARTITION = "live";
  static final String KEK = "kagiban-kek-1";

  private static final Duration CALL = Duration.ofSeconds(60);

  private final Path folder;
  private final String policy;
  private final String hsm;
  private final DevPki pki;
  private final int port;
  private final List<Session> sessions = new ArrayList<>();
  private Process process;

  private LiveServer(Path folder, String policy, String hsm)
      throws IOException, InterruptedException {
    this.folder = folder;
    this.policy = policy;
    this.hsm = hsm;
    pki = DevPki.ensure(folder.resolve("pki"), Clock.systemUTC());
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path soPin = secret("so.pin", "so-pin-5678");
    secret("user.pin", "user-pin-1234");
    Path init = Path.of("..", "hsm-config", "softhsm", "init").toRealPath();
    run(
        List.of(
            init.toString(),
            folder.resolve("softhsm").toString(),
            PARTITION,
            soPin.toString(),
            folder.resolve("user.pin").toString()));
    Files.writeString(config(), configText());
    process = serve();
  }

  /** Starts a server with the default policy. */
  static LiveServer start(Path folder) throws IOException, InterruptedException {
    return start(folder, "");
  }

  /**
   * Starts a server.
   *
   * @param policy lines under the institution's {@code policy}, without indentation
   */
  static LiveServer start(Path folder, String policy) throws IOException, InterruptedException {
    LiveServer server = new LiveServer(folder, policy, "");
    server.prepare();
    return server;
  }

  /** Starts a server that keeps its seeds in the database, under the KEK {@link #KEK}. */
  static LiveServer startWrapped(Path folder, int unwrapped)
      throws IOException, InterruptedException {
    String seeds = "seeds: wrapped\nunwrapped: " + unwrapped + "\n";
    LiveServer server = new LiveServer(folder, "", seeds);
    server.prepare();
    try {
      server.makeKek(KEK);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    return server;
  }

  private void prepare() {
    try {
      awaitHealth(state -> true);
      custodians().makeFirstKeys(PARTITION);
      awaitServing();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Two custodians agree on a KEK, and it is made with the security officer's PIN. */
  String makeKek(String label) throws IOException, InterruptedException {
    CeremonyId id =
        custodians()
            .agree(
                """
                ceremony: kek-generation
                title: A KEK
                partition: %s
                key:
                  label: %s
                """
                    .formatted(PARTITION, label));
    return atHsm(id.toString());
  }

  /** Runs a ceremony that takes the security officer's PIN. */
  String atHsm(String ceremony) throws IOException, InterruptedException {
    return command(
        "ceremony",
        "run",
        ceremony,
        "--connect",
        connectFile(DevCaller.CUSTODIAN_1).toString(),
        "--at-hsm",
        config().toString(),
        "--so-pin-file",
        folder.resolve("so.pin").toString());
  }

  /** Writes another {@code hsm.seeds} into the configuration, for the next start. */
  void setSeeds(String from, String to) throws IOException {
    String text = Files.readString(config());
    Files.writeString(config(), text.replace("seeds: " + from, "seeds: " + to));
  }

  Path folder() {
    return folder;
  }

  Path config() {
    return folder.resolve("kagiban.yaml");
  }

  Path log() {
    return folder.resolve("server.log");
  }

  DevPki pki() {
    return pki;
  }

  String target() {
    return "localhost:" + port;
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** A new connection, closed with the server. */
  Session connect(DevCaller caller) {
    Session session = Session.open(pki.connect(caller, target()), CALL);
    sessions.add(session);
    return session;
  }

  /** Ends the server at once, as kill -9 does. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
    closeSessions();
  }

  /** Asks the server to end, and waits until it has. */
  int stop() throws InterruptedException {
    process.destroy();
    int code = process.waitFor();
    closeSessions();
    return code;
  }

  void restart() throws IOException {
    process = serve();
    awaitServing();
  }

  /** The output of a {@code kagiban} command that must succeed. */
  String command(String... arguments) throws IOException, InterruptedException {
    return run(kagiban(arguments));
  }

  /** Runs a {@code kagiban} command. */
  CommandResult tryCommand(String... arguments) throws IOException, InterruptedException {
    return tryRun(kagiban(arguments));
  }

  /** A connect file for the {@code kagiban} command. */
  Path connectFile(DevCaller caller) throws IOException {
    Path file = folder.resolve(caller.id() + ".yaml");
    return Files.writeString(file, pki.connect(caller, target()).toYaml(folder));
  }

  /** Two custodians who agree on everything. */
  DualControl custodians() {
    return new DualControl(connect(DevCaller.CUSTODIAN_1), connect(DevCaller.CUSTODIAN_2));
  }

  private void awaitServing() {
    awaitHealth(ServingStatus.SERVING::equals);
  }

  private void awaitHealth(Predicate<ServingStatus> enough) {
    try (Session session = Session.open(pki.connect(DevCaller.AUDITOR, target()), CALL)) {
      CompletableFuture<Void> ended = process.onExit().thenRun(session::close);
      Iterator<HealthCheckResponse> states =
          HealthGrpc.newBlockingStub(session.channel())
              .withWaitForReady()
              .withDeadlineAfter(60, TimeUnit.SECONDS)
              .watch(HealthCheckRequest.getDefaultInstance());
      while (states.hasNext()) {
        if (enough.test(states.next().getStatus())) {
          ended.cancel(false);
          return;
        }
      }
    }
    throw new IllegalStateException("the server does not serve; see " + log());
  }

  private Process serve() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(kagiban("serve", "--config", config().toString()));
    builder.environment().put("SOFTHSM2_CONF", softHsmConf());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    return builder.start();
  }

  private static List<String> kagiban(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "--add-exports",
            "jdk.crypto.cryptoki/sun.security.pkcs11.wrapper=ALL-UNNAMED",
            "--add-exports",
            "java.base/sun.nio.ch=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "org.kagiban.app.Main"));
    command.addAll(List.of(arguments));
    return command;
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    CommandResult result = tryRun(command);
    if (result.exitCode() != 0) {
      throw new IllegalStateException(command + " failed: " + result);
    }
    return result.output();
  }

  private CommandResult tryRun(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SOFTHSM2_CONF", softHsmConf());
    Process child = builder.start();
    child.getOutputStream().close();
    String output = new String(child.getInputStream().readAllBytes(), UTF_8);
    return new CommandResult(child.waitFor(), output);
  }

  private String softHsmConf() {
    return folder.resolve("softhsm").resolve("softhsm2.conf").toString();
  }

  private Path secret(String name, String value) throws IOException {
    Path file = folder.resolve(name);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, value + "\n");
  }

  private String configText() {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        server:
          listen: localhost:%d
          certificate: %s
          key: %s
          client-ca: %s
        hsm:
          library: /usr/lib/softhsm/libsofthsm2.so
          partition: %s
          pin-file: user.pin
        %s
        store:
          url: sqlite:kagiban.db
        institutions:
          - id: %s
            name: Test Credit Union
            token-id-prefix: %s
        """
            .formatted(
                port,
                pki.serverCertificate(),
                pki.serverKey(),
                pki.ca(),
                PARTITION,
                hsm.indent(2).stripTrailing(),
                INSTITUTION,
                PREFIX));
    if (!policy.isEmpty()) {
      text.append("    policy:\n").append(policy.indent(6));
    }
    text.append("callers:\n");
    for (DevCaller caller : DevCaller.values()) {
      text.append(
          """
            - name: %s
              certificate: %s
              role: %s
              institutions: [%s]
          """
              .formatted(caller.id(), caller.subject(), caller.role(), INSTITUTION));
    }
    return text.toString();
  }

  private void closeSessions() {
    sessions.forEach(Session::close);
    sessions.clear();
  }

  @Override
  public void close() {
    closeSessions();
    process.destroyForcibly().onExit().join();
  }
}
