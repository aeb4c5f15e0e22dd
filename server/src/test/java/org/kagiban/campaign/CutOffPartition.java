package org.kagiban.campaign;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A SoftHSM that can be cut off: its partitions' files are elsewhere meanwhile, so that calls fail
 * and whoever opens it anew finds nothing. (Behind p11-kit's server, which could be killed, no
 * whole server runs: it passes neither Ed25519 nor key wrapping on.) Of one thread.
 */
final class CutOffPartition {
  private final Path folder;

  /**
   * @param folder with softhsm2.conf and tokens
   */
  CutOffPartition(Path folder) {
    this.folder = folder;
  }

  Path conf() {
    return folder.resolve("softhsm2.conf");
  }

  /** Another that holds what this one does, as from a backup of the device. */
  CutOffPartition copy(Path to) throws IOException {
    try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(folder.relativize(file)));
      }
    }
    CutOffPartition copy = new CutOffPartition(to);
    String text = Files.readString(conf()).replace(folder.toString(), to.toString());
    Files.writeString(copy.conf(), text);
    return copy;
  }

  void kill() throws IOException {
    if (Files.exists(tokens())) {
      Files.move(tokens(), away());
    }
  }

  void start() throws IOException {
    if (Files.exists(away())) {
      Files.move(away(), tokens());
    }
  }

  private Path tokens() {
    return folder.resolve("tokens");
  }

  private Path away() {
    return folder.resolve("away");
  }
}
