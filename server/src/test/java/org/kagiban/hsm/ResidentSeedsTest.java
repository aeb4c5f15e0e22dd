package org.kagiban.hsm;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagiban.hsm.RunningHsm.get;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.kagiban.custody.TransportKey;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.SeedRef;
import org.kagiban.verification.UnavailableException;

@ExtendWith(HsmContract.class)
class ResidentSeedsTest {
  private static TestHsm made;
  private static RunningHsm hsm;

  @BeforeAll
  static void start(HsmKind kind) {
    made = kind.initialised();
    hsm = new RunningHsm(made.config());
    SeedFile file = new SeedFile();
    try (TransportKey key = file.openIn(hsm.custody)) {
      List<TransportKey.SealedSeed> seeds =
          vectors()
              .map(v -> (Vector) v.get()[0])
              .map(v -> file.seal(v.ref(), v.algorithm, v.seed()))
              .toList();
      assertThat(get(key.keep(seeds))).allMatch(o -> o instanceof TransportKey.Outcome.Good);
    }
  }

  @AfterAll
  static void stop() {
    hsm.close();
  }

  /** RFC 4226 appendix D, the intermediate HMAC values; the seed is "12345678901234567890". */
  @ParameterizedTest
  @CsvSource({
    "0, cc93cf18508d94934c64b65d8ba7667fb7cde4b0",
    "1, 75a48a19d4cbe100644e8ac1397eea747a2d33ab",
    "2, 0bacb7fa082fef30782211938bc1c5e70416ff44",
    "3, 66c28227d03a2d5529262ff016a1e6ef76557ece",
    "4, a904c900a64b35909874b33e61c5938a8e15ed1c",
    "5, a37e783d7b7233c083d4f62926c7a25f238d0316",
    "6, bc9cd28561042c83f219324d3c607256c03272ae",
    "7, a4fb960c0bc06e1eabb804e5b397cdc4b45596fa",
    "8, 1b3c89f65e6c9e883012052823443f048b4332db",
    "9, 1637409809a679dc698207310c8c7fc07290d9e5"
  })
  void with_rfc4226AppendixD_hmacComesFromTheHsm(long counter, String hmac) {
    byte[] message = ByteBuffer.allocate(8).putLong(counter).array();
    assertThat(hsm.hmac(SeedFile.ref("rfc-SHA1"), HashAlgorithm.SHA1, message))
        .isEqualTo(HexFormat.of().parseHex(hmac));
  }

  /** RFC 6238 appendix B: time step, and the code of 8 digits. */
  record Vector(HashAlgorithm algorithm, long step, String code) {
    byte[] seed() {
      return "1234567890".repeat(7).substring(0, algorithm.size()).getBytes(US_ASCII);
    }

    String ref() {
      return "rfc-" + algorithm;
    }
  }

  static Stream<Arguments> vectors() {
    return Stream.of(
            new Vector(HashAlgorithm.SHA1, 0x1, "94287082"),
            new Vector(HashAlgorithm.SHA256, 0x1, "46119246"),
            new Vector(HashAlgorithm.SHA512, 0x1, "90693936"))
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void with_rfc6238AppendixB_truncatesToTheCode(Vector vector) {
    byte[] message = ByteBuffer.allocate(8).putLong(vector.step).array();
    byte[] hmac = hsm.hmac(SeedFile.ref(vector.ref()), vector.algorithm, message);
    int offset = hmac[hmac.length - 1] & 0xf;
    int truncated = ByteBuffer.wrap(hmac).getInt(offset) & 0x7fffffff;
    assertThat(String.format("%08d", truncated % 100_000_000)).isEqualTo(vector.code);
  }

  @Test
  void with_severalHmacsInOneJob_computesEach() {
    byte[] both =
        get(
            hsm.seeds.with(
                SeedFile.ref("rfc-SHA1"),
                HashAlgorithm.SHA1,
                hmac -> {
                  hmac.compute(new byte[8]);
                  return hmac.compute(new byte[] {0, 0, 0, 0, 0, 0, 0, 1});
                }));
    assertThat(both).startsWith(0x75, 0xa4);
  }

  @Test
  void with_unknownSeed_isUnavailableAndNamesIt() {
    assertThatThrownBy(() -> hsm.hmac(SeedFile.ref("NOBODY"), HashAlgorithm.SHA1, new byte[8]))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("NOBODY");
    assertThat(hsm.workers.healthy()).isTrue();
  }

  @Test
  void with_seedDestroyedBehindOurBack_isUnavailableForItAlone() {
    SeedFile file = new SeedFile();
    try (TransportKey key = file.openIn(hsm.custody)) {
      get(key.keep(List.of(file.seal("stolen", HashAlgorithm.SHA1, SeedFile.random(20)))));
    }
    SeedRef ref = SeedFile.ref("stolen");
    get(
        hsm.workers.submit(
            session -> {
              session.destroy(session.generation().seeds().get(ref));
              return true;
            }));
    assertThatThrownBy(() -> hsm.hmac(ref, HashAlgorithm.SHA1, new byte[8]))
        .isInstanceOf(UnavailableException.class)
        .hasMessageMatching(".*C_SignInit: CKR_\\w+ \\(0x\\w+\\)")
        .hasCauseInstanceOf(HsmException.class);
    assertThat(hsm.workers.healthy()).isTrue();
    get(hsm.custody.destroy(ref));
  }

  @Test
  void with_jobThatThrows_failsWithWhatItThrew() {
    IllegalStateException thrown = new IllegalStateException("mine");
    assertThatThrownBy(
            () ->
                get(
                    hsm.seeds.with(
                        SeedFile.ref("rfc-SHA1"),
                        HashAlgorithm.SHA1,
                        hmac -> {
                          throw thrown;
                        })))
        .isSameAs(thrown);
  }

  @Test
  void open_anotherTime_findsTheSeedsAgain() {
    try (RunningHsm again = new RunningHsm(made.config())) {
      assertThat(again.partition.seedCount()).isEqualTo(hsm.partition.seedCount()).isPositive();
      assertThat(again.hmac(SeedFile.ref("rfc-SHA1"), HashAlgorithm.SHA1, new byte[8]))
          .startsWith(0xcc, 0x93);
    }
    assertThat(hsm.hmac(SeedFile.ref("rfc-SHA1"), HashAlgorithm.SHA1, new byte[8])).hasSize(20);
  }
}
