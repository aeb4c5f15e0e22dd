package org.kagiban.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of the tests' own, on a free port of this machine, in a folder that goes with
 * it; fsync is on. It refuses to run as root, so root runs it as the user postgres, whom Debian's
 * package makes. Of one thread.
 */
public final class PostgresProcess {
  /** Who may do everything. */
  public static final String USER = PostgresTestServer.ADMIN;

  public static final String PASSWORD = PostgresTestServer.PASSWORD;

  private static final int START_SECONDS = 300;
  private static final int TRIES = 3;

  private final Path folder;
  private final int port;
  private @Nullable Process process;

  private PostgresProcess(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /** Makes a cluster and starts it. */
  public static PostgresProcess start() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("kagiban-postgres-");
    Path password = Files.writeString(folder.resolve("password"), PostgresTestServer.PASSWORD);
    if (isRoot()) {
      run(List.of("chown", "-R", "postgres:postgres", folder.toString()));
    }
    run(
        asUser(
            binary("initdb").toString(),
            "--pgdata=" + folder.resolve("data"),
            "--username=" + PostgresTestServer.ADMIN,
            "--pwfile=" + password,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync"));
    for (int i = 1; ; i++) {
      PostgresProcess server = new PostgresProcess(folder, freePort());
      try {
        server.launch();
        return server;
      } catch (IllegalStateException e) {
        // Somebody else took the port in between.
        if (i == TRIES) {
          throw e;
        }
      }
    }
  }

  public int port() {
    return port;
  }

  /** Starts it again after {@link #kill}. */
  public void launch() throws IOException, InterruptedException {
    List<String> command =
        asUser(
            binary("postgres").toString(),
            "-D",
            folder.resolve("data").toString(),
            "-p",
            Integer.toString(port),
            "-c",
            "listen_addresses=127.0.0.1,127.0.0.2",
            "-c",
            "unix_socket_directories=" + folder,
            "-c",
            "max_connections=200",
            "-c",
            "deadlock_timeout=200ms");
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    awaitReady(process);
  }

  private void awaitReady(Process started) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    List<String> asked =
        List.of(
            binary("pg_isready").toString(), "-q", "-h", "127.0.0.1", "-p", String.valueOf(port));
    while (new ProcessBuilder(asked).start().waitFor() != 0) {
      if (!started.isAlive() || System.nanoTime() > end) {
        String log = Files.readString(folder.resolve("log"));
        throw new IllegalStateException("PostgreSQL does not start: " + log);
      }
    }
  }

  /** Ends it at once, as kill -9 of all its processes; what was committed is on the disk. */
  void kill() throws InterruptedException {
    stop("QUIT");
  }

  /** Kills all its processes; {@link #launch} finds the disk as it was at that moment. */
  public void killHard() throws InterruptedException {
    Process running = process;
    process = null;
    if (running == null) {
      return;
    }
    List<ProcessHandle> all = new ArrayList<>(running.descendants().toList());
    // The postmaster first, so that it does not begin to recover.
    running.destroyForcibly().waitFor();
    for (ProcessHandle each : all) {
      each.destroyForcibly();
      each.onExit().join();
    }
  }

  /** Ends it in good order, with its clients' transactions undone. */
  public void shutDown() throws InterruptedException {
    stop("INT");
  }

  private void stop(String signal) throws InterruptedException {
    Process running = process;
    process = null;
    if (running == null) {
      return;
    }
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(running.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!running.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
      running.destroyForcibly();
    }
  }

  /** Ends it, and removes all that it has. */
  public void stop() throws IOException, InterruptedException {
    stop("INT");
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** Ends with the thread that starts it, should the tests be killed. */
  private static List<String> asUser(String... command) {
    List<String> words = new ArrayList<>(List.of("setpriv", "--pdeathsig", "INT"));
    if (isRoot()) {
      words.addAll(List.of("--reuid", "postgres", "--regid", "postgres", "--clear-groups"));
    }
    words.add("--");
    words.addAll(List.of(command));
    return words;
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command) + " failed: " + said);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Of the newest version that is installed: Debian keeps them out of the PATH. */
  private static Path binary(String name) throws IOException {
    try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
      return versions
          .map(version -> version.resolve("bin").resolve(name))
          .filter(Files::isExecutable)
          .max(
              Comparator.comparingInt(
                  file -> Integer.parseInt(file.getName(file.getNameCount() - 3).toString())))
          .orElseThrow();
    }
  }
}
