package org.kagiban.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.kagiban.token.Transition.Effect;

class TokenTransitionsTest {
  private static final TokenPolicy POLICY =
      new TokenPolicy(1, 10, 3, Duration.ofMinutes(30), 3, 120, 1000, 5, 7);
  private static final TokenPolicy NO_AUTO_UNLOCK =
      new TokenPolicy(1, 10, 3, null, 3, 120, 1000, 5, 7);
  private static final Instant NOW = Tokens.NOW;
  private static final long STEP = TokenProfile.DEFAULT.stepAt(NOW);
  private static final TokenProfile HOTP = new TokenProfile(OtpType.HOTP, HashAlgorithm.SHA1, 6, 0);

  private final Token enrolled = Tokens.enrolled(TokenProfile.DEFAULT);

  private static Transition verify(Token token, Proof proof) {
    return TokenTransitions.verify(token, proof, NOW, POLICY);
  }

  private static Proof at(long factor) {
    return new Proof.Factor(factor);
  }

  @Test
  void verify_rightCode_isAcceptedAndMovesTheWatermarkPastIt() {
    Transition transition = verify(enrolled, at(STEP));
    assertThat(transition.verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(transition.next().watermark()).isEqualTo(STEP + 1);
    assertThat(transition.drift()).isZero();
  }

  @Test
  void once_sameStepAgain_isReplayedUntilTheNextCode() {
    Token used = enrolled.with(verify(enrolled, at(STEP)).next());
    Transition transition = verify(used, at(STEP));
    assertThat(transition.verdict()).isEqualTo(Verdict.REPLAYED);
    // 09:00:10 is 20 seconds before the next step.
    assertThat(transition.waitSeconds()).isEqualTo(20);
    assertThat(transition.next()).isEqualTo(used.state());
  }

  @Test
  void once_earlierStepAfterALaterOne_isReplayed() {
    Token used = enrolled.with(verify(enrolled, at(STEP + 1)).next());
    Transition transition = verify(used, at(STEP));
    assertThat(transition.verdict()).isEqualTo(Verdict.REPLAYED);
    // The token's clock is one step fast: it shows its next code at our next step.
    assertThat(transition.waitSeconds()).isEqualTo(20);
  }

  @Test
  void once_clockStepsBack_usedStepStaysUsed() {
    Token used = enrolled.with(verify(enrolled, at(STEP)).next());
    Instant earlier = NOW.minusSeconds(600);
    assertThat(TokenTransitions.verify(used, at(STEP - 20), earlier, POLICY).verdict())
        .isEqualTo(Verdict.REPLAYED);
  }

  @Test
  void verify_tokenClockFast_driftIsRemembered() {
    Transition transition = verify(enrolled, at(STEP + 1));
    assertThat(transition.drift()).isEqualTo(1);
    assertThat(transition.next().drift()).isEqualTo(1);
  }

  @Test
  void boundedGuessing_wrongCodes_countDownAndLock() {
    Token token = enrolled;
    for (int remaining = 2; remaining >= 0; remaining--) {
      Transition transition = verify(token, Proof.NONE);
      assertThat(transition.verdict()).isEqualTo(Verdict.WRONG_CODE);
      assertThat(transition.attemptsRemaining()).isEqualTo(remaining);
      assertThat(transition.effects().contains(Effect.LOCKED)).isEqualTo(remaining == 0);
      token = token.with(transition.next());
    }
    Transition locked = verify(token, at(STEP));
    assertThat(locked.verdict()).isEqualTo(Verdict.LOCKED);
    assertThat(locked.waitSeconds()).isEqualTo(1800);
    assertThat(locked.next()).isEqualTo(token.state());
  }

  @Test
  void verify_rightCode_forgetsWrongOnes() {
    Token token = enrolled.with(verify(enrolled, Proof.NONE).next());
    assertThat(verify(token, at(STEP)).next().failures()).isZero();
  }

  @Test
  void verify_replayedCode_doesNotCountAgainstTheCustomer() {
    Token used = enrolled.with(verify(enrolled, at(STEP)).next());
    assertThat(verify(used, at(STEP)).next().failures()).isZero();
  }

  @Test
  void verify_afterTheUnlockDelay_isJudgedAfresh() {
    Token locked = enrolled.with(enrolled.state().withFailures(3, NOW));
    Instant later = NOW.plus(Duration.ofMinutes(30));
    Transition transition = TokenTransitions.verify(locked, Proof.NONE, later, POLICY);
    assertThat(transition.verdict()).isEqualTo(Verdict.WRONG_CODE);
    assertThat(transition.attemptsRemaining()).isEqualTo(2);
    assertThat(transition.effects()).containsExactly(Effect.UNLOCKED);
    Instant tooEarly = later.minusMillis(1);
    assertThat(TokenTransitions.verify(locked, at(STEP), tooEarly, POLICY).verdict())
        .isEqualTo(Verdict.LOCKED);
  }

  @Test
  void verify_lockWithoutDelay_neverOpensByItself() {
    Token locked = enrolled.with(enrolled.state().withFailures(3, NOW));
    Instant later = NOW.plus(Duration.ofDays(1000));
    Transition transition = TokenTransitions.verify(locked, at(STEP), later, NO_AUTO_UNLOCK);
    assertThat(transition.verdict()).isEqualTo(Verdict.LOCKED);
    assertThat(transition.waitSeconds()).isNull();
  }

  @Test
  void verify_suspendedToken_isRefusedWithoutLookingAtTheCode() {
    Token suspended = enrolled.with(enrolled.state().withSuspended(true));
    assertThat(verify(suspended, at(STEP)).verdict()).isEqualTo(Verdict.SUSPENDED);
    assertThat(verify(suspended, Proof.NONE).next()).isEqualTo(suspended.state());
  }

  @Test
  void verify_outsideValidity_isExpired() {
    Token ended = valid(new Validity(null, NOW));
    Token notBegun = valid(new Validity(NOW.plusSeconds(1), null));
    Token begun = valid(new Validity(NOW, NOW.plusSeconds(1)));
    assertThat(verify(ended, at(STEP)).verdict()).isEqualTo(Verdict.EXPIRED);
    assertThat(verify(notBegun, at(STEP)).verdict()).isEqualTo(Verdict.EXPIRED);
    assertThat(verify(begun, at(STEP)).verdict()).isEqualTo(Verdict.ACCEPTED);
  }

  private Token valid(Validity validity) {
    return new Token(
        enrolled.id(),
        enrolled.institution(),
        enrolled.profile(),
        validity,
        enrolled.seed(),
        enrolled.kcv(),
        enrolled.createdAt(),
        enrolled.state());
  }

  @Test
  void verify_unenrolledOrRetiredToken_isNotEnrolled() {
    Token fresh = Tokens.fresh("VSST1", TokenProfile.DEFAULT);
    Token retired = enrolled.with(enrolled.state().withRetired());
    assertThat(verify(fresh, at(STEP)).verdict()).isEqualTo(Verdict.NOT_ENROLLED);
    assertThat(verify(retired, at(STEP)).verdict()).isEqualTo(Verdict.NOT_ENROLLED);
  }

  @Test
  void verify_eventBasedToken_movesItsCounterAndSaysNothingOfDrift() {
    Token token = Tokens.enrolled(HOTP);
    Transition transition = verify(token, at(4));
    assertThat(transition.next().watermark()).isEqualTo(5);
    assertThat(transition.drift()).isNull();
    Token used = token.with(transition.next());
    assertThat(verify(used, at(4)).verdict()).isEqualTo(Verdict.REPLAYED);
    assertThat(verify(used, at(4)).waitSeconds()).isNull();
  }

  @Test
  void verify_temporaryCode_isAcceptedUntilItsUsesAreGone() {
    TemporaryCode code = new TemporaryCode(new byte[16], new byte[32], 2, NOW.plusSeconds(60));
    Token token = enrolled.with(enrolled.state().withTemporaryCode(code));
    Proof proof = new Proof.Temporary(code);
    Transition first = verify(token, proof);
    assertThat(first.verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(first.effects()).containsExactly(Effect.TEMPORARY_CODE_USED);
    Token once = token.with(first.next());
    Transition second = verify(once, proof);
    assertThat(second.verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(second.next().temporaryCode()).isNull();
    assertThat(verify(once.with(second.next()), proof).verdict()).isEqualTo(Verdict.WRONG_CODE);
  }

  @Test
  void verify_temporaryCodeExpiredOrReplacedByAnother_isWrong() {
    TemporaryCode expired = new TemporaryCode(new byte[16], new byte[32], 2, NOW);
    TemporaryCode other = new TemporaryCode(new byte[] {1}, new byte[32], 2, NOW.plusSeconds(60));
    Token ended = enrolled.with(enrolled.state().withTemporaryCode(expired));
    Token changed = enrolled.with(enrolled.state().withTemporaryCode(other));
    assertThat(verify(ended, new Proof.Temporary(expired)).verdict()).isEqualTo(Verdict.WRONG_CODE);
    assertThat(verify(changed, new Proof.Temporary(expired)).verdict())
        .isEqualTo(Verdict.WRONG_CODE);
  }

  @Test
  void enroll_rightCode_givesTheTokenToTheSubscriberAndUsesTheCode() {
    Token fresh = Tokens.fresh("VSST1", TokenProfile.DEFAULT);
    Transition transition = enroll(fresh, false, at(STEP));
    assertThat(transition.verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(transition.effects()).containsExactly(Effect.ENROLLED);
    Token now = fresh.with(transition.next());
    assertThat(now.state().subscriber()).isEqualTo(Tokens.SUBSCRIBER);
    assertThat(verify(now, at(STEP)).verdict()).isEqualTo(Verdict.REPLAYED);
  }

  @Test
  void boundedGuessing_wrongCodesAtEnrolment_lockTheToken() {
    Token token = Tokens.fresh("VSST1", TokenProfile.DEFAULT);
    for (int i = 0; i < 3; i++) {
      token = token.with(enroll(token, false, Proof.NONE).next());
    }
    assertThat(enroll(token, false, at(STEP)).verdict()).isEqualTo(Verdict.LOCKED);
  }

  @Test
  void enroll_whereSomethingStandsAgainstIt_saysWhat() {
    Token fresh = Tokens.fresh("VSST1", TokenProfile.DEFAULT);
    assertThat(enroll(enrolled, false, at(STEP)).verdict()).isEqualTo(Verdict.ALREADY_ENROLLED);
    assertThat(enroll(fresh, true, at(STEP)).verdict()).isEqualTo(Verdict.SUBSCRIBER_HAS_TOKEN);
    Token retired = fresh.with(fresh.state().withRetired());
    assertThat(enroll(retired, false, at(STEP)).verdict()).isEqualTo(Verdict.UNKNOWN_TOKEN);
    Subscriber stranger = new Subscriber(new Institution("other"), "1");
    assertThat(TokenTransitions.enroll(fresh, stranger, false, at(STEP), NOW, POLICY).verdict())
        .isEqualTo(Verdict.UNKNOWN_TOKEN);
  }

  @Test
  void once_unenrolAndEnrolAgain_usedCodesStayUsed() {
    Token used = enrolled.with(verify(enrolled, at(STEP)).next());
    Token free = used.with(HelpDeskTransitions.unenroll(used).next());
    assertThat(enroll(free, false, at(STEP)).verdict()).isEqualTo(Verdict.REPLAYED);
  }

  private static Transition enroll(Token token, boolean hasOther, Proof proof) {
    return TokenTransitions.enroll(token, Tokens.SUBSCRIBER, hasOther, proof, NOW, POLICY);
  }
}
