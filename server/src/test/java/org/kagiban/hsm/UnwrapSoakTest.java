package org.kagiban.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.hsm.RunningHsm.get;
import static org.kagiban.token.HashAlgorithm.SHA1;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.kagiban.custody.TransportKey;
import org.kagiban.custody.TransportKey.SealedSeed;
import org.kagiban.token.Token;

/**
 * Nothing but seeds that are unwrapped and let go, as fast as the HSM does it: {@code
 * -Dkagiban.soak.minutes=5} prints this process's memory, which must not grow after a warm-up.
 */
class UnwrapSoakTest {
  private static final String MINUTES = "kagiban.soak.minutes";
  private static final int TOKENS = 200;
  private static final int UNWRAPPED = 10;
  private static final Duration STEP = Duration.ofSeconds(10);
  private static final double FLAT = 1.05;

  @Test
  @EnabledIfSystemProperty(named = MINUTES, matches = "[0-9]+")
  void memory_whileSeedsComeAndGo_isFlat() throws Exception {
    int steps = Integer.getInteger(MINUTES) * 6;
    List<Long> memory = new ArrayList<>();
    try (WrappedHsm hsm = new WrappedHsm(WrappedHsm.make(), UNWRAPPED)) {
      List<Token> tokens = load(hsm);
      Generation first = hsm.partition.generation();
      for (int i = 0; i < steps; i++) {
        int calls = unwrapFor(hsm, tokens);
        memory.add(ResidentMemory.of(ProcessHandle.current()));
        System.out.printf(
            "unwraps: %d a second, %d lost now, %d MiB resident%n",
            calls / STEP.toSeconds(),
            hsm.partition.generation().instance().destroyed(),
            memory.get(i) >> 10);
      }
      assertThat(hsm.partition.generation()).as("long enough").isNotSameAs(first);
    }
    int middle = memory.size() / 2;
    long before = Collections.max(memory.subList(middle / 2, middle));
    long after = Collections.max(memory.subList(middle, memory.size()));
    assertThat((double) after).isLessThanOrEqualTo(FLAT * before);
  }

  private static List<Token> load(WrappedHsm hsm) {
    SeedFile file = new SeedFile();
    List<SealedSeed> sealed = new ArrayList<>();
    for (int i = 0; i < TOKENS; i++) {
      sealed.add(file.seal(String.format("SOAK%08d", i), SHA1, SeedFile.random(20)));
    }
    try (TransportKey key = file.openIn(hsm.custody)) {
      return hsm.load(key, sealed);
    }
  }

  private static int unwrapFor(WrappedHsm hsm, List<Token> tokens) {
    long end = System.nanoTime() + STEP.toNanos();
    int calls = 0;
    while (System.nanoTime() - end < 0) {
      List<CompletableFuture<byte[]>> all = new ArrayList<>();
      for (Token token : tokens) {
        all.add(hsm.seeds.with(token, hmac -> hmac.compute(new byte[8])));
      }
      all.forEach(each -> assertThat(get(each)).hasSize(20));
      calls += tokens.size();
    }
    return calls;
  }
}
