package org.kagiban.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.kagiban.token.Transition.Effect;

class HelpDeskTransitionsTest {
  private final Token enrolled = Tokens.enrolled(TokenProfile.DEFAULT);
  private final TemporaryCode code =
      new TemporaryCode(new byte[16], new byte[32], 1, Tokens.NOW.plusSeconds(60));

  private static Token after(Token token, Function<Token, Transition> step) {
    Transition transition = step.apply(token);
    assertThat(transition.verdict()).isEqualTo(Verdict.ACCEPTED);
    return token.with(transition.next());
  }

  @Test
  void suspendAndResume_changeTheFlagOnce() {
    Token suspended = after(enrolled, HelpDeskTransitions::suspend);
    assertThat(suspended.state().suspended()).isTrue();
    assertThat(HelpDeskTransitions.suspend(suspended).verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
    Token resumed = after(suspended, HelpDeskTransitions::resume);
    assertThat(resumed.state()).isEqualTo(enrolled.state());
    assertThat(HelpDeskTransitions.resume(resumed).verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
  }

  @Test
  void unlock_forgetsFailuresAndLock() {
    Token locked = enrolled.with(enrolled.state().withFailures(10, Tokens.NOW));
    Token unlocked = after(locked, HelpDeskTransitions::unlock);
    assertThat(unlocked.state()).isEqualTo(enrolled.state());
    assertThat(HelpDeskTransitions.unlock(unlocked).verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
  }

  @Test
  void unenroll_takesTheSubscriberAndTheTemporaryCodeButKeepsTheWatermark() {
    Token used = enrolled.with(enrolled.state().accepted(77, 1).withTemporaryCode(code));
    Token free = after(used, HelpDeskTransitions::unenroll);
    assertThat(free.state().subscriber()).isNull();
    assertThat(free.state().temporaryCode()).isNull();
    assertThat(free.state().watermark()).isEqualTo(78);
    assertThat(HelpDeskTransitions.unenroll(free).verdict()).isEqualTo(Verdict.NOT_ENROLLED);
  }

  @Test
  void replaced_isUnenrolledAndSuspended() {
    Token old = after(enrolled, HelpDeskTransitions::replaced);
    assertThat(old.state().subscriber()).isNull();
    assertThat(old.state().suspended()).isTrue();
  }

  @Test
  void retire_isForGood() {
    Transition retire = HelpDeskTransitions.retire(enrolled);
    assertThat(retire.effects()).containsExactly(Effect.UNENROLLED, Effect.RETIRED);
    Token retired = enrolled.with(retire.next());
    assertThat(HelpDeskTransitions.retire(retired).verdict()).isEqualTo(Verdict.RETIRED);
    assertThat(HelpDeskTransitions.suspend(retired).verdict()).isEqualTo(Verdict.RETIRED);
    assertThat(HelpDeskTransitions.resume(retired).verdict()).isEqualTo(Verdict.RETIRED);
    assertThat(HelpDeskTransitions.unlock(retired).verdict()).isEqualTo(Verdict.RETIRED);
    assertThat(issue(retired).verdict()).isEqualTo(Verdict.RETIRED);
  }

  @Test
  void issueTemporaryCode_onlyForAnEnrolledTokenInUse() {
    assertThat(issue(enrolled).next().temporaryCode()).isEqualTo(code);
    assertThat(issue(after(enrolled, HelpDeskTransitions::suspend)).verdict())
        .isEqualTo(Verdict.SUSPENDED);
    assertThat(issue(after(enrolled, HelpDeskTransitions::unenroll)).verdict())
        .isEqualTo(Verdict.NOT_ENROLLED);
  }

  private Transition issue(Token token) {
    return HelpDeskTransitions.issueTemporaryCode(token, code, Tokens.NOW);
  }
}
