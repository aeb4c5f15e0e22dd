package org.kagiban.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.kagiban.v1.Verdict;
import org.kagiban.v1.VerifyResponse;
import picocli.CommandLine.Help.Ansi;

final class VerdictViewTest {
  private static String line(VerifyResponse.Builder response) {
    return VerdictView.of(response.setEventId("0198").build()).line(Ansi.OFF);
  }

  @Test
  void line_accepted_namesTokenDriftAndEvent() {
    assertThat(
            line(
                VerifyResponse.newBuilder()
                    .setVerdict(Verdict.VERDICT_ACCEPTED)
                    .setTokenId("VSST12345678")
                    .setDriftSteps(0)))
        .isEqualTo("ACCEPTED  VSST12345678  drift 0  event 0198");
  }

  @Test
  void line_replayed_saysHowLongToWait() {
    assertThat(
            line(
                VerifyResponse.newBuilder()
                    .setVerdict(Verdict.VERDICT_REPLAYED)
                    .setTokenId("VSST12345678")
                    .setWaitSeconds(12)))
        .isEqualTo("REPLAYED  VSST12345678  wait 12 s for the next code  event 0198");
  }

  @Test
  void line_wrongCode_saysHowManyAttemptsRemain() {
    VerifyResponse.Builder wrong =
        VerifyResponse.newBuilder().setVerdict(Verdict.VERDICT_WRONG_CODE);

    assertThat(line(wrong.setAttemptsRemaining(9)))
        .isEqualTo("WRONG_CODE  9 attempts remain  event 0198");
    assertThat(line(wrong.setAttemptsRemaining(1))).contains("  1 attempt remains  ");
  }

  @Test
  void line_locked_saysTheWaitInMinutes() {
    assertThat(
            line(
                VerifyResponse.newBuilder()
                    .setVerdict(Verdict.VERDICT_LOCKED)
                    .setAttemptsRemaining(0)
                    .setWaitSeconds(1741)))
        .isEqualTo("LOCKED  0 attempts remain  wait 30 min  event 0198");
  }

  @Test
  void line_fastClock_hasASign() {
    assertThat(
            line(VerifyResponse.newBuilder().setVerdict(Verdict.VERDICT_ACCEPTED).setDriftSteps(2)))
        .contains("drift +2");
  }

  @Test
  void line_withColour_coloursTheVerdictOnly() {
    VerdictView view =
        VerdictView.of(
            VerifyResponse.newBuilder()
                .setVerdict(Verdict.VERDICT_ACCEPTED)
                .setTokenId("VSST12345678")
                .build());

    assertThat(view.line(Ansi.ON)).startsWith("\u001b[").endsWith("\u001b[0m  VSST12345678");
  }
}
