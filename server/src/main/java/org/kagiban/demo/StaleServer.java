package org.kagiban.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.kagiban.cli.CliException;
import org.kagiban.cli.Exit;

/** Notices the server of a demo that was killed and could not stop it. */
final class StaleServer {
  private static final String FILE = "server.pid";

  private StaleServer() {}

  static void remember(DemoFolder folder, ProcessHandle server) throws IOException {
    folder.write(folder.file(FILE), server.pid() + "\n");
  }

  /**
   * @throws CliException (unavailable) where it still runs: two servers must not share one folder
   */
  static void refuse(DemoFolder folder) throws IOException {
    Optional<ProcessHandle> server = handle(folder.file(FILE));
    if (server.isPresent() && uses(server.get(), folder)) {
      throw new CliException(
          Exit.UNAVAILABLE,
          "the server of an earlier demo still runs on %s; end it with: kill %d"
              .formatted(folder.path(), server.get().pid()));
    }
  }

  private static Optional<ProcessHandle> handle(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String pid = Files.readString(file).strip();
    return pid.matches("[0-9]{1,18}")
        ? ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive)
        : Optional.empty();
  }

  /** Pids are used again: it is ours only if it serves this folder's configuration. */
  private static boolean uses(ProcessHandle process, DemoFolder folder) {
    return process
        .info()
        .commandLine()
        .filter(line -> line.contains(folder.config().toString()))
        .isPresent();
  }
}
