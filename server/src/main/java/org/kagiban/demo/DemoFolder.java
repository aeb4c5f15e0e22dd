package org.kagiban.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Objects;
import org.kagiban.cli.CliException;
import org.kagiban.cli.Exit;
import org.kagiban.cli.NewFiles;

/** All that a demo keeps, in one folder that one demo uses at a time. */
final class DemoFolder implements AutoCloseable {
  private static final String SAMPLE = "sample.pskc.xml";
  private static final int PIN_DIGITS = 12;

  private final Path path;
  private final FileChannel lockFile;

  private DemoFolder(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Makes the folder where there is none, and takes it.
   *
   * @throws CliException (unavailable) where another demo has it
   */
  static DemoFolder open(Path folder) throws IOException {
    Path path = folder.toAbsolutePath().normalize();
    Files.createDirectories(path.resolve("tokens"));
    FileChannel lockFile =
        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = lockFile.tryLock();
    if (lock == null) {
      lockFile.close();
      throw new CliException(
          Exit.UNAVAILABLE,
          "another demo uses %s; end it with Ctrl-C, or name another folder with --dir"
              .formatted(path));
    }
    return new DemoFolder(path, lockFile);
  }

  Path path() {
    return path;
  }

  Path file(String name) {
    return path.resolve(name);
  }

  Path softhsm() {
    return file("softhsm");
  }

  Path config() {
    return file("kagiban.yaml");
  }

  Path log() {
    return file("server.log");
  }

  Path tokens() {
    return file("tokens");
  }

  Path importKey() {
    return file("import-key.pem");
  }

  Path sealedSeeds() {
    return file("sample.sealed.xml");
  }

  /** A path as one would type it here, quoted for the shell where need be. */
  String shown(Path file) {
    Path here = Path.of("").toAbsolutePath();
    String text = (file.startsWith(here) ? here.relativize(file) : file).toString();
    return text.matches("[A-Za-z0-9._/+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** A PIN at random in a file of mode 0600, the same from then on. */
  Path pin(String name) {
    Path file = file(name);
    if (!Files.exists(file)) {
      StringBuilder pin = new StringBuilder();
      new SecureRandom().ints(PIN_DIGITS, 0, 10).forEach(pin::append);
      NewFiles.write(file, pin.append('\n').toString(), NewFiles.PRIVATE);
    }
    return file;
  }

  /** A vendor's seed file, small and in plaintext. */
  Path sampleSeeds() throws IOException {
    Path file = file(SAMPLE);
    try (InputStream in = DemoFolder.class.getResourceAsStream(SAMPLE)) {
      Files.copy(Objects.requireNonNull(in, SAMPLE), file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  /** Replaces a file that the demo itself writes at each run. */
  void write(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    NewFiles.write(file, text, NewFiles.PUBLIC);
  }

  @Override
  public void close() throws IOException {
    // Closing gives the lock back.
    lockFile.close();
  }
}
