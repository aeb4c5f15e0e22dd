package org.kagiban.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a person runs it: the real jar, SoftHSM, SQLite, mTLS and time. */
final class DemoIT {
  private static final Path JAR = Path.of("target", "kagiban.jar").toAbsolutePath();

  @TempDir private Path folder;

  private record Ended(int exit, String out, String err) {}

  @Test
  void demoOnce_freshFolderThenAgain_everyStepGoesAsItShould() throws Exception {
    Ended first = demo();
    Ended second = demo();

    for (Ended ended : List.of(first, second)) {
      assertThat(ended.err()).isEmpty();
      assertThat(ended.exit()).isZero();
      assertThat(ended.out())
          .contains("1 token created", "Token ID (トークンID) VSST")
          .containsPattern("OK +3 enrolled with its first code +[0-9]{6} +ACCEPTED")
          .containsPattern("OK +4 the same code again +[0-9]{6} +REPLAYED +wait [0-9]+ s for the")
          .containsPattern("OK +5 login with the next code +[0-9]{6} +ACCEPTED")
          .containsPattern("OK +6 transfer with a wrong code +[0-9]{6} +WRONG_CODE +9 attempts")
          .doesNotContain("FAIL")
          .doesNotContain("\u001b");
    }
    assertThat(tokenId(second)).isNotEqualTo(tokenId(first));
    assertServerEnded();
  }

  private static String tokenId(Ended ended) {
    return ended.out().replaceAll("(?s).*(VSST[0-9]{8}).*", "$1");
  }

  private void assertServerEnded() throws IOException {
    long pid = Long.parseLong(Files.readString(folder.resolve("demo/server.pid")).strip());
    assertThat(
            ProcessHandle.of(pid)
                .flatMap(process -> process.info().commandLine())
                .filter(line -> line.contains(folder.toString())))
        .isEmpty();
  }

  private Ended demo() throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(List.of("-jar", JAR.toString(), "demo", "--once", "--port", "0", "--dir"));
    command.add(folder.resolve("demo").toString());
    Path err = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.environment().put("KAGIBAN_HOME", Path.of("..").toAbsolutePath().toString());
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), out, Files.readString(err));
  }
}
