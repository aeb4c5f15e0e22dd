package org.kagiban.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A fresh partition of SoftHSM, beside the configuration that SOFTHSM2_CONF names for this JVM.
 *
 * <p>SoftHSM sees a partition only if it was made before the library was initialised: make all
 * partitions of a test before opening any, and close what you open. The first use in a JVM clears
 * what earlier runs left.
 */
public final class SoftHsm implements TestHsm {
  public static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");
  public static final String PIN = "user-pin-1234";
  public static final String OFFICER_PIN = "so-pin-5678";

  private static final Path FOLDER = prepare();

  private final String label;

  private SoftHsm(String label) {
    this.label = label;
  }

  /** Makes a partition with a label of its own. */
  public static SoftHsm create() {
    return create("test-" + UUID.randomUUID().toString().substring(0, 18));
  }

  public static SoftHsm create(String label) {
    return create(label, PIN);
  }

  static SoftHsm create(String label, String pin) {
    run(
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label",
        label,
        "--so-pin",
        OFFICER_PIN,
        "--pin",
        pin);
    return new SoftHsm(label);
  }

  /** A partition with Kagiban's keys in it. */
  public static SoftHsm initialised() {
    SoftHsm hsm = create();
    try (Partition partition = hsm.open()) {
      PartitionKeys.create(partition);
    }
    return hsm;
  }

  public String label() {
    return label;
  }

  @Override
  public HsmConfig config() {
    return HsmConfig.of(LIBRARY, label);
  }

  /** Not beside an open partition: see {@link OfficerSession}. */
  public OfficerSession officer() {
    return OfficerSession.open(config(), pin(OFFICER_PIN), false);
  }

  @Override
  public String section() {
    return "  library: " + LIBRARY + "\n  partition: " + label + "\n";
  }

  public static Pin pin() {
    return pin(PIN);
  }

  public static Pin pin(String text) {
    return Pin.fromFile(pinFile(text));
  }

  /** A file of mode 0600 that holds a PIN. */
  public static Path pinFile(String text) {
    try {
      Path file =
          Files.createTempFile(
              FOLDER,
              "pin",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      file.toFile().deleteOnExit();
      return Files.writeString(file, text + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where SOFTHSM2_CONF lies. */
  /** Takes a partition's files away until it is closed. */
  static Closeable away(Partition partition) throws IOException {
    Path files;
    try (Stream<Path> folders = Files.list(folder().resolve("tokens"))) {
      // The end of the folder's name is the serial number.
      files =
          folders
              .filter(path -> path.toString().replace("-", "").endsWith(partition.serial()))
              .findFirst()
              .orElseThrow();
    }
    Path away = Files.move(files, folder().resolve("away-" + files.getFileName()));
    return () -> Files.move(away, files);
  }

  static Path folder() {
    return FOLDER;
  }

  private static Path prepare() {
    Path conf = Path.of(System.getenv("SOFTHSM2_CONF"));
    Path folder = conf.resolveSibling(".").normalize();
    try {
      deleteAll(folder);
      Files.createDirectories(folder.resolve("tokens"));
      Files.writeString(
          conf,
          "directories.tokendir = "
              + folder.resolve("tokens")
              + "\nobjectstore.backend = file\nlog.level = ERROR\n");
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(command[0] + ": " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
