package org.kagiban.hsm;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** SoftHSM in a process of its own, to be killed. P11_KIT_SERVER_ADDRESS names its socket. */
final class P11KitServer {
  private final String label;
  private final Path socket;
  private @Nullable Process process;

  P11KitServer(String label) {
    this.label = label;
    this.socket = Path.of(System.getenv("P11_KIT_SERVER_ADDRESS").replaceFirst("^unix:path=", ""));
  }

  static boolean installed() {
    return Files.isExecutable(Path.of("/usr/bin/p11-kit"));
  }

  void start() throws IOException {
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
  void kill() {
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
