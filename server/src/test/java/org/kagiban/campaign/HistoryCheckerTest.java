package org.kagiban.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.campaign.Action.Kind.LOGIN;
import static org.kagiban.campaign.Action.Kind.SIGNATURE;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.campaign.HistoryChecker.Start;
import org.kagiban.campaign.Outcome.Answered;
import org.kagiban.campaign.TokenRules.State;

/** Histories made by hand, good and bad. */
class HistoryCheckerTest {
  private static final int LIMIT = 3;
  private static final Action UNLOCK = new Action.Unlock();

  private final HistoryChecker checker =
      new HistoryChecker(
          Map.of(
              "counting", new Start(new TokenRules(10, LIMIT), State.enrolled(1)),
              "timed", new Start(new TokenRules(0, LIMIT), State.enrolled(100))),
          KnownOrder.NONE);
  private final List<Attempt> history = new ArrayList<>();

  private static Action right(long factor) {
    return new Action.RightCode(LOGIN, factor);
  }

  private static Action signed(long factor) {
    return new Action.RightCode(SIGNATURE, factor);
  }

  private static Action wrong(int code) {
    return new Action.WrongCode(LOGIN, "0000000" + code);
  }

  private static Outcome answer(String request, String verdict, @Nullable Integer remaining) {
    return new Answered(verdict, remaining, "event-" + request, request + verdict + remaining);
  }

  private HistoryCheckerTest add(
      String token, String request, Action action, long start, long end, Outcome outcome) {
    history.add(new Attempt(token, request, action, 0, start, end, outcome));
    return this;
  }

  private HistoryCheckerTest counting(
      String request, Action action, long start, long end, String verdict, Integer... remaining) {
    Integer left = remaining.length == 0 ? null : remaining[0];
    return add("counting", request, action, start, end, answer(request, verdict, left));
  }

  private HistoryCheckerTest timed(
      String request, Action action, long start, long end, String verdict, Integer... remaining) {
    Integer left = remaining.length == 0 ? null : remaining[0];
    return add("timed", request, action, start, end, answer(request, verdict, left));
  }

  private HistoryCheckerTest lost(
      String token, String request, Action action, long start, long end) {
    return add(token, request, action, start, end, Outcome.Lost.NOTHING);
  }

  private void assertGood() {
    assertThat(checker.check(history)).isEmpty();
  }

  private void assertBreaks(String... rules) {
    assertThat(checker.check(history)).extracting(Violation::rule).containsOnly(rules);
  }

  @Test
  void oneAfterTheOther_isGood() {
    counting("a", right(1), 1, 2, "ACCEPTED")
        .counting("b", right(1), 3, 4, "REPLAYED")
        .counting("c", wrong(1), 5, 6, "WRONG_CODE", 2)
        .counting("d", right(2), 7, 8, "ACCEPTED")
        .counting("e", wrong(1), 9, 10, "WRONG_CODE", 2)
        .counting("f", wrong(2), 11, 12, "WRONG_CODE", 1)
        .counting("g", wrong(3), 13, 14, "WRONG_CODE", 0)
        .counting("h", right(3), 15, 16, "LOCKED", 0)
        .counting("i", UNLOCK, 17, 18, "ACCEPTED")
        .counting("j", UNLOCK, 19, 20, "NOT_APPLICABLE")
        .counting("k", right(3), 21, 22, "ACCEPTED")
        .counting("l", right(40), 23, 24, "WRONG_CODE", 2)
        .assertGood();
  }

  @Test
  void atTheSameTime_anyOrderThatExplainsThem_isGood() {
    counting("a", right(2), 1, 9, "ACCEPTED")
        .counting("b", right(1), 2, 8, "ACCEPTED")
        .counting("c", right(1), 2, 8, "REPLAYED")
        .assertGood();
  }

  @Test
  void once_stepAcceptedTwice_isFound() {
    counting("a", right(1), 1, 5, "ACCEPTED")
        .counting("b", right(1), 2, 6, "ACCEPTED")
        .assertBreaks("once", "linearizable");
  }

  @Test
  void once_earlierStepAfterALaterOne_isFound() {
    timed("a", right(105), 1, 2, "ACCEPTED")
        .timed("b", right(104), 3, 4, "ACCEPTED")
        .assertBreaks("once", "linearizable");
  }

  @Test
  void once_replayedThoughNobodyWasAccepted_isNoOrder() {
    counting("a", right(1), 1, 2, "REPLAYED").assertBreaks("linearizable");
  }

  @Test
  void once_signaturesHaveAWatermarkOfTheirOwn() {
    timed("a", right(105), 1, 2, "ACCEPTED").timed("b", signed(104), 3, 4, "ACCEPTED").assertGood();
    timed("c", signed(104), 5, 6, "ACCEPTED").assertBreaks("once", "linearizable");
  }

  @Test
  void boundedGuessing_oneMoreThanTheLimit_isFound() {
    for (int i = 0; i < LIMIT; i++) {
      timed("w" + i, wrong(i), 1, 10, "WRONG_CODE", LIMIT - 1 - i);
    }
    assertGood();
    timed("w" + LIMIT, wrong(LIMIT), 1, 10, "WRONG_CODE", 0)
        .assertBreaks("bounded-guessing", "linearizable");
  }

  @Test
  void boundedGuessing_twoAnswersWithTheSameCount_isNoOrder() {
    timed("a", wrong(1), 1, 10, "WRONG_CODE", 2)
        .timed("b", wrong(2), 1, 10, "WRONG_CODE", 2)
        .assertBreaks("linearizable");
  }

  @Test
  void boundedGuessing_anUnlockWithoutAnswer_mayHaveHappened() {
    for (int i = 0; i < LIMIT; i++) {
      timed("w" + i, wrong(i), 1, 10, "WRONG_CODE", LIMIT - 1 - i);
    }
    lost("timed", "u", UNLOCK, 11, 12)
        .timed("late", wrong(9), 13, 14, "WRONG_CODE", 2)
        .assertGood();
  }

  @Test
  void lostAnswer_mayHaveHappenedOrNot_butOnce() {
    lost("counting", "a", right(1), 1, 2).counting("b", right(1), 3, 4, "REPLAYED").assertGood();
    counting("c", wrong(1), 5, 6, "WRONG_CODE", 2)
        .counting("d", right(1), 7, 8, "ACCEPTED")
        .assertBreaks("linearizable");
  }

  @Test
  void lostAnswer_thatHappensLate_isGood() {
    lost("counting", "a", right(5), 1, 2)
        .counting("b", right(1), 3, 4, "ACCEPTED")
        .counting("c", right(4), 5, 8, "REPLAYED")
        .assertGood();
  }

  @Test
  void lostAnswer_retryTellsThatItHappenedBefore() {
    lost("counting", "a", right(1), 1, 2)
        .counting("b", right(1), 3, 4, "REPLAYED")
        .counting("a", right(1), 5, 6, "ACCEPTED")
        .assertGood();
  }

  @Test
  void safeRetry_sameAnswerTwice_isGood() {
    counting("a", right(1), 1, 2, "ACCEPTED").counting("a", right(1), 3, 4, "ACCEPTED");
    assertGood();
  }

  @Test
  void safeRetry_anotherAnswer_isFound() {
    counting("a", right(1), 1, 2, "ACCEPTED")
        .counting("a", right(1), 3, 4, "REPLAYED")
        .assertBreaks("safe-retry");
  }

  @Test
  void safeRetry_otherBody_isRefusedWhileTheFirstStands() {
    counting("a", right(1), 1, 2, "ACCEPTED")
        .add("counting", "a", right(2), 3, 4, new Outcome.Reused())
        .counting("b", right(2), 5, 6, "ACCEPTED")
        .assertGood();
    counting("a", right(3), 7, 8, "ACCEPTED").assertBreaks("safe-retry", "linearizable");
  }

  @Test
  void safeRetry_refusedThoughNobodyUsedTheId_isNoOrder() {
    add("counting", "a", right(2), 1, 2, new Outcome.Reused()).assertBreaks("linearizable");
  }

  @Test
  void violation_namesTheFirstAnswerThatNothingExplains() {
    counting("a", right(1), 1, 2, "ACCEPTED")
        .counting("b", wrong(1), 3, 4, "WRONG_CODE", 1)
        .counting("c", right(2), 5, 6, "ACCEPTED");
    assertThat(checker.check(history))
        .singleElement()
        .extracting(Violation::message)
        .asString()
        .contains("its first 2 operations", "request=b");
  }

  /** What a real server would answer, eight clients at a time, must never be called a violation. */
  @Test
  void manyAtATime_fromOneServer_isGood() {
    for (int seed = 0; seed < 20; seed++) {
      history.clear();
      new MadeHistory(new SplittableRandom(seed), LIMIT).addTo(history, 400);
      assertThat(checker.check(history)).as("seed %d", seed).isEmpty();
    }
  }

  /** And one answer of them changed to another that is wrong must be seen. */
  @Test
  void manyAtATime_oneAnswerForged_isFound() {
    for (int seed = 0; seed < 20; seed++) {
      history.clear();
      MadeHistory made = new MadeHistory(new SplittableRandom(seed), LIMIT);
      made.addTo(history, 400);
      made.forge(history);
      assertThat(checker.check(history))
          .as("seed %d", seed)
          .extracting(Violation::rule)
          .contains("linearizable");
    }
  }

  @Test
  void file_isOneObjectALine(@TempDir Path folder) throws Exception {
    counting("a", wrong(1), 1, 2, "WRONG_CODE", 2).lost("timed", "b", signed(104), 3, 4);
    assertThat(Files.readAllLines(HistoryFile.write(folder.resolve("h.jsonl"), history)))
        .containsExactly(
            "{\"token\":\"counting\",\"request\":\"a\",\"code\":\"00000001\",\"kind\":\"login\","
                + "\"server\":0,\"start_ns\":1,\"end_ns\":2,\"verdict\":\"WRONG_CODE\","
                + "\"remaining\":2,\"event\":\"event-a\",\"answer\":\"aWRONG_CODE2\"}",
            "{\"token\":\"timed\",\"request\":\"b\",\"code\":\"right\",\"kind\":\"signature\","
                + "\"factor\":104,\"server\":0,\"start_ns\":3,\"end_ns\":4,\"fault\":\"no answer\"}");
  }
}
