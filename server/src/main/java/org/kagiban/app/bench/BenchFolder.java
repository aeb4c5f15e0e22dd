package org.kagiban.app.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.kagiban.demo.DevCaller;
import org.kagiban.demo.DevPki;

/** Everything that a measurement needs on disk, in a folder of its own that goes when it ends. */
final class BenchFolder implements AutoCloseable {
  static final String INSTITUTION = "bench-bank";
  static final String PARTITION = "kagiban-bench";
  private static final String USER_PIN = "user.pin";
  private static final String OFFICER_PIN = "so.pin";
  private static final List<String> LIBRARIES =
      List.of(
          "/usr/lib/softhsm/libsofthsm2.so",
          "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
          "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
          "/usr/lib64/pkcs11/libsofthsm2.so");

  private final Path path;
  private final DevPki pki;

  private BenchFolder(Path path, DevPki pki) {
    this.path = path;
    this.pki = pki;
  }

  /**
   * Makes partition, certificates and configuration.
   *
   * @param parent on the disk that is to be measured
   * @param hsm how it is used
   */
  static BenchFolder create(Path parent, HsmUse hsm) throws IOException {
    Files.createDirectories(parent);
    Path path = Files.createTempDirectory(parent.toAbsolutePath().normalize(), "kagiban-bench-");
    try {
      BenchFolder folder =
          new BenchFolder(path, DevPki.ensure(path.resolve("pki"), Clock.systemUTC()));
      folder.initHsm();
      Files.writeString(folder.config(), folder.configText(hsm));
      return folder;
    } catch (IOException | RuntimeException e) {
      deleteAll(path);
      throw e;
    }
  }

  Path path() {
    return path;
  }

  DevPki pki() {
    return pki;
  }

  Path softHsmSettings() {
    return path.resolve("softhsm").resolve("softhsm2.conf");
  }

  Path config() {
    return configIn(path);
  }

  static Path configIn(Path folder) {
    return folder.resolve("kagiban.yaml");
  }

  static Path userPinIn(Path folder) {
    return folder.resolve(USER_PIN);
  }

  static Path officerPinIn(Path folder) {
    return folder.resolve(OFFICER_PIN);
  }

  static Path rawRowsIn(Path folder) {
    return folder.resolve("raw-rows.db");
  }

  Path log() {
    return path.resolve("server.log");
  }

  /** Such as ext4; durable rows on tmpfs would say nothing. */
  String fileSystem() {
    try {
      return Files.getFileStore(path).type();
    } catch (IOException e) {
      return "unknown";
    }
  }

  private void initHsm() throws IOException {
    Path userPin = pin(USER_PIN);
    Process process =
        new ProcessBuilder(
                initScript().toString(),
                path.resolve("softhsm").toString(),
                PARTITION,
                pin(OFFICER_PIN).toString(),
                userPin.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new BenchException("no SoftHSM partition could be made: " + said.strip());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    }
  }

  /** Of the source tree: beside the script {@code kagiban}, or, for tests, one folder up. */
  private static Path initScript() {
    String home = System.getenv("KAGIBAN_HOME");
    return Stream.of(home == null ? "." : home, ".", "..")
        .map(root -> Path.of(root, "hsm-config", "softhsm", "init").toAbsolutePath().normalize())
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new BenchException(
                    "there is no hsm-config/softhsm/init here; run ./kagiban bench in the source"
                        + " tree"));
  }

  private Path pin(String name) throws IOException {
    Path file = path.resolve(name);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, new SecureRandom().nextInt(10_000_000, 100_000_000) + "\n");
  }

  private static Path library() {
    return LIBRARIES.stream()
        .map(Path::of)
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new BenchException("SoftHSM is missing: apt-get install softhsm2"));
  }

  private String configText(HsmUse hsm) {
    return """
    server:
      listen: 127.0.0.1:0
      certificate: pki/server.pem
      key: pki/server.key
      client-ca: pki/ca.pem
      calls-per-connection: 100000
    hsm:
      library: %s
      partition: %s
      pin-file: %s
      workers: %d
      seeds: %s
      unwrapped: %d
    store:
      url: sqlite:kagiban.db
    institutions:
      - id: %s
        name: Bench Bank
        token-id-prefix: BENC
        policy:
          lock-limit: 100
    callers:
      - name: bench
        certificate: %s
        role: %s
        institutions: [%s]
    """
        .formatted(
            library(),
            PARTITION,
            USER_PIN,
            hsm.sessions(),
            hsm.wrapped() ? "wrapped" : "resident",
            hsm.unwrapped(),
            INSTITUTION,
            DevCaller.INTERNET_BANKING.subject(),
            DevCaller.INTERNET_BANKING.role(),
            INSTITUTION);
  }

  @Override
  public void close() throws IOException {
    deleteAll(path);
  }

  static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
