package org.kagiban.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The server, in a process whose heap is filled when a file {@code fill} stands beside its
 * configuration.
 */
final class HeapFiller {
  private static final long LOOK_NANOS = 20_000_000;
  private static final List<byte[]> KEPT = new ArrayList<>();

  private HeapFiller() {}

  /** The file that it waits for. */
  static Path trigger(Path folder) {
    return folder.resolve("fill");
  }

  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[arguments.length - 1]).resolveSibling("");
    Thread filler = new Thread(() -> fill(trigger(folder)), "filler");
    filler.setDaemon(true);
    filler.start();
    Main.main(arguments);
  }

  private static void fill(Path trigger) {
    while (!Files.exists(trigger)) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    while (true) {
      KEPT.add(new byte[1 << 16]);
    }
  }
}
