package org.kagiban.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.kagiban.cli.CliException;
import org.kagiban.cli.Exit;

/** The demo's partition, made by the same script that operators use. */
final class SoftHsm {
  private static final String LIBRARY = "libsofthsm2.so";
  private static final List<String> FOLDERS =
      List.of(
          "/usr/lib/softhsm",
          "/usr/lib/x86_64-linux-gnu/softhsm",
          "/usr/lib/aarch64-linux-gnu/softhsm",
          "/usr/lib64/pkcs11",
          "/usr/lib64/softhsm",
          "/usr/local/lib/softhsm");

  private SoftHsm() {}

  static Path library() {
    return FOLDERS.stream()
        .map(folder -> Path.of(folder, LIBRARY))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(
            () ->
                new CliException(
                    Exit.USAGE,
                    "SoftHSM is missing: there is no %s; on Debian: apt-get install -y softhsm2"
                        .formatted(LIBRARY)));
  }

  /** What a process needs in its environment to find the partition. */
  static Path settings(DemoFolder folder) {
    return folder.softhsm().resolve("softhsm2.conf");
  }

  /** Makes the partition; one that is there stays as it is. */
  static void ensurePartition(DemoFolder folder, Path soPin, Path userPin)
      throws IOException, InterruptedException {
    List<String> command =
        List.of(
            script().toString(),
            folder.softhsm().toString(),
            DemoConfig.PARTITION,
            soPin.toString(),
            userPin.toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new CliException(
          Exit.FAULT,
          "the partition could not be made (%s); correct that, or remove %s and run the demo again"
              .formatted(said, folder.softhsm()));
    }
  }

  private static Path script() {
    String home = System.getenv("KAGIBAN_HOME");
    Path script = Path.of(home == null ? "." : home, "hsm-config", "softhsm", "init");
    if (!Files.isExecutable(script)) {
      throw new CliException(
          Exit.USAGE,
          "there is no %s; start the demo with the script ./kagiban of the source tree"
              .formatted(script));
    }
    return script.toAbsolutePath();
  }
}
