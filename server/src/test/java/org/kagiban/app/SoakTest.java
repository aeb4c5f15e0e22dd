package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.hsm.ResidentMemory;

/**
 * A server under half load for long, whose seeds are wrapped and never in the HSM when they are
 * asked for: each call unwraps one and destroys another. {@code -Dkagiban.soak.minutes=30} runs it;
 * it prints the server's memory as it goes, and its memory must not grow any more after a warm-up.
 */
class SoakTest {
  private static final String MINUTES = "kagiban.soak.minutes";
  private static final int TOKENS = 600;
  private static final int UNWRAPPED = 100;

  private static final int CALLERS = 32;

  /** Shares of the whole time: at first at full load, to know what half is. */
  private static final int FULL_LOAD = 20;

  private static final int WARM_UP = 6;

  /** What memory may grow by after that. */
  private static final double FLAT = 1.05;

  @TempDir private Path folder;

  @Test
  @EnabledIfSystemProperty(named = MINUTES, matches = "[0-9]+")
  void memory_atHalfLoadWithColdSeeds_isFlatAndNoCallFails() throws Exception {
    Duration whole = Duration.ofMinutes(Integer.getInteger(MINUTES));
    String seeds = "seeds: wrapped\nunwrapped: " + UNWRAPPED + "\n";
    LiveConfig config =
        new LiveConfig(LiveServer.PARTITION, "", seeds).on(List.of("-Xmx256m", "-XX:+UseSerialGC"));
    try (LiveServer server = LiveServer.startWrapped(folder, config)) {
      try (TokensInTurn calls = TokensInTurn.enrolled(server, TOKENS, CALLERS)) {
        long full = calls.run(whole.dividedBy(FULL_LOAD), 0);
        long half = full / 2;
        System.out.printf("soak: %d calls a second at full load, %d from now on%n", full, half);
        calls.run(whole.dividedBy(WARM_UP), half);
        List<Long> memory = new ArrayList<>();
        Duration left = whole.minus(whole.dividedBy(FULL_LOAD)).minus(whole.dividedBy(WARM_UP));
        Duration step = shorter(left.dividedBy(10), Duration.ofSeconds(30));
        for (Duration done = Duration.ZERO; done.compareTo(left) < 0; done = done.plus(step)) {
          long rate = calls.run(step, half);
          long exchanges = exchanges(server);
          if (exchanges == 0) {
            // What the library may lose before the first exchange is a warm-up too.
            memory.clear();
          }
          memory.add(ResidentMemory.of(server.handle()));
          report(calls, rate, memory, exchanges);
        }
        assertThat(calls.failures()).isEmpty();
        assertFlat(memory);
      }
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** The highest of the second half is that of the first, or hardly more. */
  private static void assertFlat(List<Long> memory) {
    assertThat(memory)
        .as("samples since the first exchange: it must run longer")
        .hasSizeGreaterThan(3);
    int middle = memory.size() / 2;
    long before = Collections.max(memory.subList(0, middle));
    long after = Collections.max(memory.subList(middle, memory.size()));
    System.out.printf("soak: at most %d MiB, then at most %d MiB%n", before >> 10, after >> 10);
    assertThat((double) after).isLessThanOrEqualTo(FLAT * before);
  }

  private static long exchanges(LiveServer server) throws Exception {
    try (var lines = Files.lines(server.log())) {
      return lines.filter(line -> line.contains("was exchanged for a fresh one")).count();
    }
  }

  private static void report(TokensInTurn calls, long rate, List<Long> memory, long exchanges) {
    System.out.printf(
        "soak: %d MiB resident, %d calls a second, %d in all, %d exchanges, %d failed%n",
        memory.get(memory.size() - 1) >> 10,
        rate,
        calls.count(),
        exchanges,
        calls.failures().size());
  }
}
