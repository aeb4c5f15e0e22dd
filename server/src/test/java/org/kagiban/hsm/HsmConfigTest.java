package org.kagiban.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kagiban.token.HashAlgorithm;

class HsmConfigTest {
  static Stream<Arguments> refused() {
    Duration limit = HsmConfig.DEFAULT_CALL_LIMIT;
    return Stream.of(
        Arguments.of("lib.so", "label", 2, 10, limit, "absolute"),
        Arguments.of("/lib.so", null, 2, 10, limit, "label or its serial"),
        Arguments.of("/lib.so", "label", 0, 10, limit, "workers: 1 to 64, not 0"),
        Arguments.of("/lib.so", "label", 65, 10, limit, "workers: 1 to 64, not 65"),
        Arguments.of("/lib.so", "label", 2, 0, limit, "queueCapacity: at least 1"),
        Arguments.of("/lib.so", "label", 2, 10, Duration.ofMillis(9), "callLimit"),
        Arguments.of("/lib.so", "label", 2, 10, Duration.ofMinutes(6), "callLimit"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void config_outOfRange_isRefusedByName(
      String library,
      @Nullable String label,
      int workers,
      int capacity,
      Duration limit,
      String message) {
    assertThatThrownBy(
            () ->
                new HsmConfig(
                    Path.of(library),
                    label,
                    null,
                    workers,
                    capacity,
                    limit,
                    Provider.softHsm().quirks()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void quirks_ofSoftHsm_areTheMeasuredOnes() {
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      assertThat(Provider.softHsm().quirks().smallestKey(algorithm)).isEqualTo(algorithm.size());
    }
    assertThatThrownBy(() -> new ProviderQuirks(0, 32, 64, true, true, KeyWrap.PAD, 0))
        .hasMessageContaining("1 to 64");
  }
}
