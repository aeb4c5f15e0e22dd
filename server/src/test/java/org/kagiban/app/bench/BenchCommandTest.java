package org.kagiban.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.app.Main;

/** Runs the command as a person would: in a JVM of its own, which starts another. */
final class BenchCommandTest {
  private static final String[] FIGURES = {
    "emptyRpcPerSecond",
    "hmacPerSecond",
    "rowsPerSecond",
    "verifyPerSecond",
    "overheadFactor",
    "p50Millis",
    "p99Millis",
    "halfLoadPerSecond",
    "halfLoadP50Millis",
    "halfLoadP99Millis",
    "withLogPerSecond",
    "withoutLogPerSecond",
    "logShare",
    "offeredPerSecond",
    "goodPerSecond",
    "goodputShare",
    "overloadP50Millis",
    "overloadP99Millis",
    "overloadP999Millis",
    "p999Millis",
    "halfLoadP999Millis",
    "emptyRpcCpuMicros",
    "hmacCpuMicros",
    "rowCpuMicros",
    "verifyCpuMicros",
    "verifyClientCpuMicros",
    "verifyServerCpuMicros",
    "clientCpuShare",
    "serverResidentMib"
  };

  @TempDir private Path folder;
  private Path out;
  private Path err;

  @SuppressWarnings("NullAway.Init") // filled before each test
  BenchCommandTest() {}

  @BeforeEach
  void prepare() {
    out = folder.resolve("out");
    err = folder.resolve("err");
  }

  @Test
  void bench_asJson_givesEveryFigureAndLeavesNothingBehind() throws Exception {
    Path work = Files.createDirectory(folder.resolve("work"));

    int exit =
        kagiban(
            "bench",
            "--json",
            "--seconds",
            "1",
            "--warm-up",
            "0.5",
            "--tokens",
            "50",
            "--dir",
            work.toString());

    assertThat(exit).as(Files.readString(err)).isZero();
    assertThat(Files.readAllLines(out)).hasSize(1);
    Map<String, Double> figures = parse(Files.readString(out));
    assertThat(figures).containsKeys(FIGURES);
    assertThat(figures).containsKeys("refused", "late", "notOffered");
    for (String name : FIGURES) {
      assertThat(number(figures, name)).as(name).isPositive();
    }
    assertThat(figures).containsEntry("tokens", 50.0).containsEntry("inFlight", 50.0);
    assertFactorIsOver(figures, "emptyRpcCpuMicros", "hmacCpuMicros", "rowCpuMicros");
    assertThat(figures).doesNotContainKey("unwrapCpuMicros");
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void bench_ofAnotherHsm_measuresWhatWasAskedForAndNoMore() throws Exception {
    int exit =
        kagiban(
            "bench",
            "--json",
            "--seconds",
            "0.5",
            "--warm-up",
            "0.2",
            "--tokens",
            "30",
            "--phases",
            "half,parts",
            "--seeds",
            "wrapped",
            "--unwrapped",
            "5",
            "--codes",
            "mixed",
            "--hsm-latency",
            "1",
            "--hsm-sessions",
            "8",
            "--dir",
            folder.toString());

    assertThat(exit).as(Files.readString(err)).isZero();
    Map<String, Double> figures = parse(Files.readString(out));
    assertThat(figures).containsEntry("hsmLatencyMillis", 1.0).containsEntry("unwrapped", 5.0);
    // A wrong code and a right one take 13 uses of a key: eight sessions can do 8,000 a second.
    assertThat(number(figures, "verifyPerSecond")).isBetween(1.0, 8000.0 * 2 / 13);
    assertThat(number(figures, "halfLoadP50Millis")).isPositive();
    assertFactorIsOver(
        figures, "emptyRpcCpuMicros", "hmacCpuMicros", "unwrapCpuMicros", "rowCpuMicros");
    assertThat(figures).doesNotContainKeys("goodPerSecond", "logShare");
  }

  private static void assertFactorIsOver(Map<String, Double> figures, String... parts) {
    double sum = Stream.of(parts).mapToDouble(part -> number(figures, part)).sum();
    assertThat(number(figures, "overheadFactor") * sum)
        .isCloseTo(number(figures, "verifyCpuMicros"), withPercentage(0.5));
  }

  @Test
  void bench_stoppedHalfway_endsItsServerAndLeavesNothingBehind() throws Exception {
    Path work = Files.createDirectory(folder.resolve("work"));
    Process process = start("bench", "--seconds", "60", "--tokens", "20", "--dir", work.toString());
    try {
      await().atMost(Duration.ofMinutes(2)).until(() -> Files.readString(err).contains("Verify"));
      List<ProcessHandle> servers = process.descendants().toList();
      assertThat(servers).isNotEmpty();

      process.destroy();

      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(servers).noneMatch(ProcessHandle::isAlive);
      assertThat(work).isEmptyDirectory();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void bench_secondsOfNothing_isAUsageError() throws Exception {
    int exit = kagiban("bench", "--seconds", "0");

    assertThat(exit).isEqualTo(2);
    assertThat(err).content().contains("--seconds");
    assertThat(out).isEmptyFile();
  }

  private int kagiban(String... arguments) throws IOException, InterruptedException {
    Process process = start(arguments);
    try {
      assertThat(process.waitFor(180, TimeUnit.SECONDS)).as("it ends").isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectOutput(out.toFile())
        .redirectError(err.toFile())
        .start();
  }

  private static double number(Map<String, Double> figures, String name) {
    return figures.getOrDefault(name, Double.NaN);
  }

  private static Map<String, Double> parse(String json) throws IOException {
    Struct.Builder struct = Struct.newBuilder();
    JsonFormat.parser().merge(json, struct);
    Map<String, Double> figures = new HashMap<>();
    struct.getFieldsMap().forEach((name, value) -> figures.put(name, value.getNumberValue()));
    return figures;
  }
}
