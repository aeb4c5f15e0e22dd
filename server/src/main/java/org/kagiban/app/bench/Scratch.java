package org.kagiban.app.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A new folder that goes when this is closed, or on Ctrl-C, unless it shall be kept. */
final class Scratch implements AutoCloseable {
  private final Path path;
  private final AtExit atExit;
  private volatile boolean kept;

  private Scratch(Path path) {
    this.path = path;
    atExit = new AtExit(this::end);
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
    return new Scratch(
        Files.createTempDirectory(parent.toAbsolutePath().normalize(), "kagiban-bench-"));
  }

  Path path() {
    return path;
  }

  /** Leaves it where it is. */
  void keep() {
    kept = true;
  }

  @Override
  public void close() {
    atExit.close();
  }

  private void end() {
    if (kept) {
      return;
    }
    try {
      BenchFolder.deleteAll(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
