package org.kagiban.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.token.Tokens.NOW;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.kagiban.token.Transition.Effect;

class SignatureTransitionsTest {
  private static final TokenPolicy POLICY = TokenPolicy.DEFAULT;
  private static final long STEP = TokenProfile.DEFAULT.stepAt(NOW);

  private final Token token = Tokens.enrolled(TokenProfile.DEFAULT);

  private static Transition sign(Token token, Proof proof) {
    return SignatureTransitions.verify(token, proof, NOW, POLICY);
  }

  private static Proof at(long step) {
    return new Proof.Factor(step);
  }

  @Test
  void verify_rightSignature_raisesItsOwnWatermarkOnly() {
    Transition accepted = sign(token, at(STEP + 1));
    assertThat(accepted.verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(accepted.drift()).isEqualTo(1);
    assertThat(accepted.next().signatureWatermark()).isEqualTo(STEP + 2);
    assertThat(accepted.next().watermark()).isZero();
    assertThat(accepted.next().drift()).isEqualTo(1);
  }

  @Test
  void verify_replayedOrEarlierStep_isRejectedAndNotCounted() {
    Token used = token.with(sign(token, at(STEP)).next());
    for (long step : new long[] {STEP, STEP - 1}) {
      Transition replayed = sign(used, at(step));
      assertThat(replayed.verdict()).isEqualTo(Verdict.REPLAYED);
      assertThat(replayed.waitSeconds()).isEqualTo(20);
      assertThat(replayed.next()).isEqualTo(used.state());
    }
    assertThat(sign(used, at(STEP + 1)).verdict()).isEqualTo(Verdict.ACCEPTED);
  }

  @Test
  void verify_codeAndSignatureOfOneStep_areBothAcceptedOnce() {
    Token code = token.with(TokenTransitions.verify(token, at(STEP), NOW, POLICY).next());
    Token both = code.with(sign(code, at(STEP)).next());
    assertThat(both.state().watermark()).isEqualTo(STEP + 1);
    assertThat(both.state().signatureWatermark()).isEqualTo(STEP + 1);
    assertThat(sign(both, at(STEP)).verdict()).isEqualTo(Verdict.REPLAYED);
    assertThat(TokenTransitions.verify(both, at(STEP), NOW, POLICY).verdict())
        .isEqualTo(Verdict.REPLAYED);
  }

  @Test
  void verify_wrongCodesOfBothKinds_countTogetherAndLock() {
    Token guessed = token;
    for (int i = 1; i < POLICY.lockLimit(); i++) {
      Transition wrong =
          i % 2 == 0
              ? sign(guessed, Proof.NONE)
              : TokenTransitions.verify(guessed, Proof.NONE, NOW, POLICY);
      assertThat(wrong.attemptsRemaining()).isEqualTo(POLICY.lockLimit() - i);
      guessed = guessed.with(wrong.next());
    }
    Transition last = sign(guessed, Proof.NONE);
    assertThat(last.effects()).containsExactly(Effect.LOCKED);
    Token locked = guessed.with(last.next());
    assertThat(sign(locked, at(STEP)).verdict()).isEqualTo(Verdict.LOCKED);
    assertThat(TokenTransitions.verify(locked, at(STEP), NOW, POLICY).verdict())
        .isEqualTo(Verdict.LOCKED);
    Instant later = NOW.plusSeconds(1801);
    Transition opened =
        SignatureTransitions.verify(locked, at(TokenProfile.DEFAULT.stepAt(later)), later, POLICY);
    assertThat(opened.verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(opened.effects()).containsExactly(Effect.UNLOCKED);
    assertThat(opened.next().failures()).isZero();
  }

  @Test
  void verify_temporaryCode_signsNothing() {
    TemporaryCode code = new TemporaryCode(new byte[16], new byte[32], 2, NOW.plusSeconds(60));
    Token given = token.with(token.state().withTemporaryCode(code));
    Transition wrong = sign(given, new Proof.Temporary(code));
    assertThat(wrong.verdict()).isEqualTo(Verdict.WRONG_CODE);
    assertThat(wrong.next().temporaryCode()).isEqualTo(code);
  }

  @Test
  void verify_tokenThatCannotSign_isNotApplicableAndUnchanged() {
    Token counting = Tokens.enrolled(new TokenProfile(OtpType.HOTP, HashAlgorithm.SHA1, 6, 0));
    Transition refused = sign(counting, Proof.NONE);
    assertThat(refused.verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
    assertThat(refused.next()).isSameAs(counting.state());
    assertThat(sign(Tokens.fresh("VSST12345678", TokenProfile.DEFAULT), at(STEP)).verdict())
        .isEqualTo(Verdict.NOT_ENROLLED);
    Token suspended = token.with(token.state().withSuspended(true));
    assertThat(sign(suspended, at(STEP)).verdict()).isEqualTo(Verdict.SUSPENDED);
  }
}
