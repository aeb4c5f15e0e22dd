package org.kagiban.campaign;

import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.kagiban.app.JavaCommand;
import org.kagiban.app.LiveHealth;
import org.kagiban.app.LiveServer;
import org.kagiban.demo.DevCaller;
import org.kagiban.demo.DevPki;

/** One server: its process, its clock, and the taps to its clients and to its database. */
final class Node implements AutoCloseable {
  private static final int STARTS = 4;

  private final Path folder;
  private final String name;
  private final Path softHsmConf;
  private final @Nullable Path broken;
  private final DevPki pki;
  private final ShiftedClock clock;
  private final Tap clients;
  private final Tap store;
  private final Connection connection;
  private @Nullable Process process;
  private Instant started = Instant.MIN;
  private long startedOffset;

  /**
   * @param prepared its server's configuration is taken over, as far as the rest does not differ
   * @param softHsmConf names its partition
   * @param database port
   * @param broken classes that stand before the product's own, null for none
   */
  Node(LiveServer prepared, String name, Path softHsmConf, int database, @Nullable Path broken)
      throws IOException {
    this.folder = prepared.folder();
    this.name = name;
    this.pki = prepared.pki();
    this.softHsmConf = softHsmConf;
    this.broken = broken;
    int port = FreePort.any();
    clock = ShiftedClock.open(folder.resolve(name + ".clock"));
    clients = new Tap(port);
    store = new Tap(database);
    connection = new Connection(prepared.pki(), "localhost:" + clients.port());
    Files.writeString(
        config(),
        Files.readString(prepared.config())
            .replaceAll("listen: localhost:[0-9]+", "listen: localhost:" + port)
            .replaceAll("127.0.0.1:" + database, "127.0.0.1:" + store.port()));
  }

  private Path config() {
    return folder.resolve(name + ".yaml");
  }

  Path log() {
    return folder.resolve(name + ".log");
  }

  Connection connection() {
    return connection;
  }

  Instant time() {
    return clock.instant();
  }

  long offsetMillis() {
    return clock.offsetMillis();
  }

  void setOffsetMillis(long millis) {
    clock.setOffsetMillis(millis);
  }

  /**
   * A server whose clock stands before the log's last event, as it was when the server started,
   * does not serve until somebody sets it right; that does.
   */
  void rightClock() {
    if (time().isBefore(started)) {
      setOffsetMillis(startedOffset);
    }
  }

  void breakClients() {
    clients.reset();
  }

  void breakStore() {
    store.reset();
  }

  /** Starts it where it does not run. */
  void start() throws IOException {
    if (running()) {
      return;
    }
    List<String> command =
        new ArrayList<>(
            JavaCommand.of(
                ShiftedServer.class,
                config().toString(),
                folder.resolve("user.pin").toString(),
                folder.resolve(name + ".clock").toString()));
    command.add(1, "-Xmx256m");
    if (broken != null) {
      int path = command.indexOf("-cp") + 1;
      command.set(path, broken + System.getProperty("path.separator") + command.get(path));
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SOFTHSM2_CONF", softHsmConf.toString());
    started = time();
    startedOffset = offsetMillis();
    process = builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile())).start();
  }

  /** Waits until it serves; starts it again where SoftHSM bore no other start beside its own. */
  void awaitServing() throws IOException {
    for (int i = 0; i < STARTS; i++) {
      start();
      if (serves(Objects.requireNonNull(process))) {
        return;
      }
    }
    throw new IllegalStateException("the server does not serve; see " + log());
  }

  private boolean serves(Process started) {
    try {
      return LiveHealth.await(
          pki.connect(DevCaller.AUDITOR, "localhost:" + clients.port()),
          started,
          ServingStatus.SERVING::equals);
    } catch (StatusRuntimeException | ConditionTimeoutException e) {
      // It ended, or takes too long.
      return false;
    }
  }

  boolean running() {
    Process known = process;
    return known != null && known.isAlive();
  }

  /** As kill -9 does. */
  void kill() {
    Process known = process;
    if (known != null) {
      known.destroyForcibly().onExit().join();
    }
  }

  @Override
  public void close() {
    connection.close();
    kill();
    try {
      clients.close();
      store.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
