package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.Jazzer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kagiban.fuzz.FuzzTarget;
import org.kagiban.fuzz.Jazzed;

/**
 * Feeds what strangers can send bytes to: once with all that is known to be hard, and then for some
 * seconds with what Jazzer finds. A finding's input is left in target/fuzz; it belongs into
 * src/test/resources/fuzz, in a folder of its target's name, before it is mended.
 */
class FuzzTest {
  /** How long each target is fed by Jazzer; 0 for all of them together, a few seconds. */
  private static final long SECONDS = Long.getLong("kagiban.test.fuzzed", 0);

  private final List<Process> started = new ArrayList<>();

  static List<Class<? extends FuzzTarget>> targets() {
    return EveryFuzz.TARGETS;
  }

  static List<Class<? extends FuzzTarget>> fuzzed() {
    return SECONDS == 0 ? List.of(EveryFuzz.class) : EveryFuzz.TARGETS;
  }

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
  }

  @ParameterizedTest
  @MethodSource("targets")
  void knownInputs_wholeAndCut_areTakenOrRefused(Class<? extends FuzzTarget> target)
      throws Exception {
    FuzzTarget fed = FuzzTarget.named(target.getName());
    List<byte[]> known = known(fed);
    assertThat(known).isNotEmpty();
    for (byte[] input : known) {
      fed.feed(input);
      for (int length = 0; length < input.length; length += 1 + input.length / 20) {
        fed.feed(Arrays.copyOf(input, length));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("fuzzed")
  void anyInputs_areTakenOrRefused(Class<? extends FuzzTarget> target) throws Exception {
    Path folder = Files.createDirectories(Path.of("target", "fuzz", target.getSimpleName()));
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    int number = 0;
    for (byte[] input : known(FuzzTarget.named(target.getName()))) {
      Files.write(corpus.resolve("known-" + number++), input);
    }
    Path output = folder.resolve("jazzer.log");
    Process jazzer =
        new ProcessBuilder(command(target, folder, corpus))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    started.add(jazzer);
    assertThat(jazzer.waitFor(SECONDS + 180, TimeUnit.SECONDS)).as("Jazzer ends").isTrue();
    String said = Files.readString(output);
    assertThat(jazzer.exitValue()).as(said).isZero();
    assertThat(said).as("it was fed").containsPattern("INITED cov: [1-9]").contains("Done ");
  }

  private static List<String> command(
      Class<? extends FuzzTarget> target, Path folder, Path corpus) {
    List<String> command = new ArrayList<>(JavaCommand.of(Jazzer.class));
    String here = folder.toAbsolutePath().toString();
    command.addAll(
        1,
        List.of(
            "-Xmx1g",
            "-D" + Jazzed.TARGET + "=" + target.getName(),
            "-Dlogback.configurationFile=logback-silent.xml"));
    command.addAll(
        List.of(
            "--target_class=" + Jazzed.class.getName(),
            "--instrumentation_includes=org.kagiban.**",
            "--reproducer_path=" + here,
            "-artifact_prefix=" + here + "/",
            "-max_total_time=" + (SECONDS == 0 ? 5 : SECONDS),
            "-max_len=8192",
            "-timeout=60",
            "-print_final_stats=1",
            corpus.toString()));
    return command;
  }

  /** The target's own good inputs, and what was found before. */
  static List<byte[]> known(FuzzTarget fed) throws Exception {
    List<byte[]> inputs = new ArrayList<>(fed.seeds());
    Path found = Path.of("src", "test", "resources", "fuzz", fed.getClass().getSimpleName());
    if (Files.isDirectory(found)) {
      try (Stream<Path> files = Files.list(found)) {
        for (Path file : files.sorted().toList()) {
          inputs.add(Files.readAllBytes(file));
        }
      }
    }
    return inputs;
  }
}
