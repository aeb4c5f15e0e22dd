package org.kagiban.app;

import static org.awaitility.Awaitility.await;

import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kagiban.cli.Session;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.demo.DevCaller;
import org.kagiban.demo.DevPki;
import org.kagiban.demo.DualControl;

/**
 * A whole server in a process of its own: SoftHSM partition, SQLite file, mTLS on loopback, all in
 * one folder. Can be killed and started again.
 */
public final class LiveServer implements AutoCloseable {
  public static final String INSTITUTION = "shinkin-0001";
  static final String PREFIX = "VSST";
  static final String PARTITION = "live";
  static final String KEK = "kagiban-kek-1";

  private static final Pattern METRICS =
      Pattern.compile("metrics and health are at .*(127\\.0\\.0\\.1:[0-9]+)");

  private static final Duration CALL = Duration.ofSeconds(60);

  private final Path folder;
  private final String name;
  private final LiveConfig settings;
  private final DevPki pki;
  private final LivePartition partition;
  private final int port;
  private final List<Session> sessions = new ArrayList<>();
  private Process process;

  private LiveServer(Path folder, LiveConfig settings, DevPki pki)
      throws IOException, InterruptedException {
    this(folder, settings, pki, LivePartition.make(folder, settings.partition()), "kagiban");
  }

  /**
   * @param name of its files, without an end
   */
  private LiveServer(
      Path folder, LiveConfig settings, DevPki pki, LivePartition partition, String name)
      throws IOException {
    this.folder = folder;
    this.settings = settings;
    this.pki = pki;
    this.partition = partition;
    this.name = name;
    port = freePort();
    Files.writeString(config(), settings.text(pki, port));
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
    LiveServer server = of(folder, new LiveConfig(PARTITION, policy, ""));
    server.prepare();
    return server;
  }

  /** Starts a server that keeps its seeds in the database, under the KEK {@link #KEK}. */
  static LiveServer startWrapped(Path folder, int unwrapped)
      throws IOException, InterruptedException {
    String seeds = "seeds: wrapped\nunwrapped: " + unwrapped + "\n";
    return startWrapped(folder, new LiveConfig(PARTITION, "", seeds));
  }

  /**
   * As the other.
   *
   * @param settings with wrapped seeds
   */
  static LiveServer startWrapped(Path folder, LiveConfig settings)
      throws IOException, InterruptedException {
    LiveServer server = of(folder, settings);
    server.prepare();
    try {
      server.makeKek(KEK);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    return server;
  }

  /** Starts a server with other lines under {@code store}. */
  static LiveServer startOn(Path folder, String store) throws IOException, InterruptedException {
    return startOn(folder, "", store);
  }

  /**
   * Starts a server with a policy, and other lines under {@code store}.
   *
   * @param policy as in {@link #start(Path, String)}
   */
  public static LiveServer startOn(Path folder, String policy, String store)
      throws IOException, InterruptedException {
    LiveServer server = of(folder, new LiveConfig(PARTITION, policy, "", store));
    server.prepare();
    return server;
  }

  /** Starts a server with settings of any kind. */
  static LiveServer start(Path folder, LiveConfig settings)
      throws IOException, InterruptedException {
    LiveServer server = of(folder, settings);
    server.prepare();
    return server;
  }

  /** Starts another server with the same database, partition, log folder and people. */
  LiveServer startBeside(String other) throws IOException {
    LiveServer server = new LiveServer(folder, settings, pki, partition, other);
    try {
      server.awaitServing();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static LiveServer of(Path folder, LiveConfig settings)
      throws IOException, InterruptedException {
    DevPki pki = DevPki.ensure(folder.resolve("pki"), Clock.systemUTC());
    return new LiveServer(folder, settings, pki);
  }

  /**
   * Starts a server for the same people on a copy of the database, whose partition is another and
   * empty: it does not serve yet.
   *
   * @param stopped nobody writes its database
   */
  static LiveServer startOnCopy(Path folder, String partition, LiveServer stopped)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Files.copy(stopped.folder.resolve("kagiban.db"), folder.resolve("kagiban.db"));
    LiveConfig settings = new LiveConfig(partition, "", stopped.settings.hsm());
    LiveServer server = new LiveServer(folder, settings, stopped.pki);
    try {
      server.awaitHealth(state -> true);
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
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
    String[] arguments = atHsmArguments(ceremony);
    return tryProcess(arguments).orFail(List.of(arguments));
  }

  /** As {@link #atHsm}, at a terminal. */
  TypedCommand typeAtHsm(String ceremony) throws IOException {
    return type(atHsmArguments(ceremony));
  }

  private String[] atHsmArguments(String ceremony) throws IOException {
    return new String[] {
      "ceremony",
      "run",
      ceremony,
      "--connect",
      connectFile(DevCaller.CUSTODIAN_1).toString(),
      "--at-hsm",
      config().toString(),
      "--so-pin-file",
      partition.soPin().toString()
    };
  }

  /**
   * Makes an empty partition in the same SoftHSM, which the next start takes into the pool by a
   * copy of the library: so either is opened anew alone (hsm-config/README.md, one library or two).
   */
  void addToPool(String label) throws IOException, InterruptedException {
    partition.init(label);
    String one = "{library: %s, partition: %s, pin-file: user.pin}";
    Path library = Path.of("/usr/lib/softhsm/libsofthsm2.so");
    Path copy = Files.copy(library, folder.resolve(label + ".so"));
    String text = Files.readString(config());
    int from = text.indexOf("  library:");
    int to = text.indexOf("  pin-file: user.pin\n") + "  pin-file: user.pin\n".length();
    String pool =
        "  partitions:\n    - %s\n    - %s\n"
            .formatted(one.formatted(library, settings.partition()), one.formatted(copy, label));
    Files.writeString(config(), text.substring(0, from) + pool + text.substring(to));
  }

  /** Writes another {@code hsm.seeds} into the configuration, for the next start. */
  void setSeeds(String from, String to) throws IOException {
    String text = Files.readString(config());
    Files.writeString(config(), text.replace("seeds: " + from, "seeds: " + to));
  }

  public Path folder() {
    return folder;
  }

  public Path config() {
    return folder.resolve(name + ".yaml");
  }

  /** Where metrics and health of the process that runs now are, as its log says. */
  URI metrics() throws IOException {
    List<String> said =
        Files.readAllLines(log()).stream()
            .map(METRICS::matcher)
            .filter(Matcher::find)
            .map(found -> found.group(1))
            .toList();
    return URI.create("http://" + said.get(said.size() - 1));
  }

  Path log() {
    return folder.resolve(name.equals("kagiban") ? "server.log" : name + ".log");
  }

  public DevPki pki() {
    return pki;
  }

  String target() {
    return "localhost:" + port;
  }

  /** Waits until the process has ended by itself. */
  int awaitEnd() throws InterruptedException {
    int code = process.waitFor();
    closeSessions();
    return code;
  }

  /** Until the server has said something in its log. */
  void awaitSaid(String words) {
    await().atMost(Duration.ofMinutes(1)).until(() -> Files.readString(log()).contains(words));
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** A new connection, closed with the server. */
  public Session connect(DevCaller caller) {
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
  public int stop() throws InterruptedException {
    process.destroy();
    int code = process.waitFor();
    closeSessions();
    return code;
  }

  void restart() throws IOException {
    process = serve();
    awaitServing();
  }

  /** The output of a {@code kagiban} command that must succeed, run in this JVM. */
  String command(String... arguments) {
    return CommandResult.ofKagiban(arguments).orFail(List.of(arguments));
  }

  /** Begins a {@code kagiban} command at a terminal, in the server's folder. */
  TypedCommand type(String... arguments) throws IOException {
    return TypedCommand.begin(folder, partition.softHsmConf(), JavaCommand.kagiban(arguments));
  }

  /** Runs a {@code kagiban} command in a process, which finds this server's partition. */
  CommandResult tryProcess(String... arguments) throws IOException, InterruptedException {
    return partition.run(JavaCommand.kagiban(arguments));
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

  /** Until it serves channels. */
  void awaitServing() {
    awaitHealth(ServingStatus.SERVING::equals);
  }

  private void awaitHealth(Predicate<ServingStatus> enough) {
    if (!LiveHealth.await(pki.connect(DevCaller.AUDITOR, target()), process, enough)) {
      throw new IllegalStateException("the server does not serve; see " + log());
    }
  }

  private Process serve() throws IOException {
    List<String> command =
        new ArrayList<>(JavaCommand.of(settings.main(), "serve", "--config", config().toString()));
    // After the usual options, so that these count.
    command.addAll(command.indexOf(settings.main().getName()), settings.jvm());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SOFTHSM2_CONF", partition.softHsmConf());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    return builder.start();
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
