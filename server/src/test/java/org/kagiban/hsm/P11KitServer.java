package org.kagiban.hsm;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** SoftHSM in a process of its own, to be killed. P11_KIT_SERVER_ADDRESS names its socket. */
public final class P11KitServer {
  private final String label;
  private final Path socket;
  private @Nullable Process process;

  public P11KitServer(String label) {
    this.label = label;
    this.socket = Path.of(System.getenv("P11_KIT_SERVER_ADDRESS").replaceFirst("^unix:path=", ""));
  }

  static boolean installed() {
    return Files.isExecutable(Path.of("/usr/bin/p11-kit"));
  }

  /** The library that talks to it; skips the test where p11-kit is not installed. */
  public static Path client() throws IOException {
    assumeTrue(installed(), "p11-kit is not installed");
    try (Stream<Path> files = Files.find(Path.of("/usr/lib"), 4, P11KitServer::isClient)) {
      return files.findFirst().orElseThrow();
    }
  }

  private static boolean isClient(Path path, Object attributes) {
    return path.endsWith("pkcs11/p11-kit-client.so");
  }

  public void start() throws IOException {
    Files.deleteIfExists(socket);
    process =
        new ProcessBuilder(
                "p11-kit",
                "server",
                "--foreground",
                "--name",
                socket.toString(),
                "--provider",
                SoftHsm.LIBRARY.toString(),
                "pkcs11:token=" + label)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    await().until(() -> Files.exists(socket));
  }

  /** Kills the server, and the children that hold the connections. */
  public void kill() {
    Process running = process;
    if (running == null) {
      return;
    }
    running.descendants().forEach(ProcessHandle::destroyForcibly);
    running.destroyForcibly();
    try {
      running.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
