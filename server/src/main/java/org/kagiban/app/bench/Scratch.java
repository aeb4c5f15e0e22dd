package org.kagiban.app.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A new folder that goes when this is closed, or on Ctrl-C. */
final class Scratch implements AutoCloseable {
  private final Path path;
  private final Thread atExit = new Thread(this::end, "bench-end");

  private Scratch(Path path) {
    this.path = path;
  }

  /**
   * @param parent on the disk that is to be measured
   * @param bytes what will be needed
   * @throws BenchException where the disk has less
   */
  static Scratch in(Path parent, long bytes) throws IOException {
    Files.createDirectories(parent);
    long free = Files.getFileStore(parent).getUsableSpace();
    if (free < bytes) {
      throw new BenchException(
          "%s has %,d MB left, and %,d may be needed"
              .formatted(parent, free / 1_000_000, bytes / 1_000_000));
    }
    Path made = Files.createTempDirectory(parent.toAbsolutePath().normalize(), "kagiban-bench-");
    Scratch scratch = new Scratch(made);
    Runtime.getRuntime().addShutdownHook(scratch.atExit);
    return scratch;
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // This process is about to end, and the hook does what is to be done.
      return;
    }
    end();
  }

  private void end() {
    try {
      BenchFolder.deleteAll(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
