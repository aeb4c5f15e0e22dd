package org.kagiban.demo.bank;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.kagiban.cli.VerdictView;
import org.kagiban.v1.Verdict;

/** No verdict and no status is forgotten, and none but ACCEPTED lets anybody in. */
final class OutcomeTest {
  @ParameterizedTest
  @EnumSource(Verdict.class)
  void verdict_acceptedAlone_accepts(Verdict verdict) {
    Outcome outcome = Outcome.of(new VerdictView(verdict, null, 3, 7, null, "event"));

    assertThat(outcome.accepted()).isEqualTo(verdict == Verdict.VERDICT_ACCEPTED);
    assertThat(outcome.kind()).isNotEqualTo(Outcome.Kind.UNAVAILABLE);
  }

  static Stream<Status.Code> failures() {
    return Arrays.stream(Status.Code.values()).filter(code -> code != Status.Code.OK);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failure_neverAccepts(Status.Code code) {
    Outcome outcome = Outcome.of(Status.fromCode(code).asRuntimeException());

    assertThat(outcome.accepted()).isFalse();
    assertThat(outcome.event()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Outcome.Kind.class)
  void words_sayWhatToDo(Outcome.Kind kind) {
    Say say = Words.of(new Outcome(kind, 7, 3, ""));

    assertThat(say.ja()).isNotBlank().doesNotContain("%", "-1");
    assertThat(say.en()).isNotBlank().doesNotContain("%", "-1");
  }

  @Test
  void tokenOfSomebodyElse_looksLikeOneThatIsNotThere() {
    assertThat(Outcome.of(of(Verdict.VERDICT_ALREADY_ENROLLED)))
        .isEqualTo(Outcome.of(of(Verdict.VERDICT_UNKNOWN_TOKEN)));
  }

  @Test
  void lockThatNeverOpens_namesNoSeconds() {
    assertThat(Words.of(Outcome.of(of(Verdict.VERDICT_LOCKED))).en())
        .doesNotContain("seconds")
        .contains(Words.TELEPHONE);
  }

  private static VerdictView of(Verdict verdict) {
    return new VerdictView(verdict, null, null, null, null, "");
  }
}
