package org.kagiban.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The checker in Go, {@code src/test/go/logcheck.go}. */
public final class GoCheck {
  private static final Path SOURCE = Path.of("src", "test", "go", "logcheck.go").toAbsolutePath();
  private static final Path MODULES = Path.of("/usr/share/gocode");

  private final Path binary;

  private GoCheck(Path binary) {
    this.binary = binary;
  }

  /** Skips the test where Go is missing, and says what to install. */
  public static GoCheck build(Path folder) throws IOException, InterruptedException {
    boolean there =
        Files.isDirectory(MODULES.resolve("src/golang.org/x/mod/sumdb/tlog")) && hasGo();
    assumeTrue(there, "no Go here: apt-get install golang-go golang-golang-x-mod-dev");
    Path binary = folder.resolve("logcheck");
    // Debian's modules lie there as in the days before modules.
    run(
        List.of("go", "build", "-o", binary.toString(), SOURCE.toString()),
        Map.of(
            "GO111MODULE",
            "off",
            "GOFLAGS",
            "",
            "GOPATH",
            MODULES.toString(),
            "GOCACHE",
            Path.of("target", "go-cache").toAbsolutePath().toString()),
        "");
    return new GoCheck(binary);
  }

  private static boolean hasGo() throws IOException, InterruptedException {
    try {
      return new ProcessBuilder("go", "version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Checks a log's folder; gives what the checker said, and fails where it was not content. */
  public String check(Path log, String proofs) throws IOException, InterruptedException {
    return run(List.of(binary.toString(), log.toString()), Map.of(), proofs);
  }

  private static String run(List<String> command, Map<String, String> environment, String input)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It stopped before it read all; its exit code and words say why.
      assertThat(process.waitFor()).isNotZero();
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
