package com.example.bank;

import org.kagiban.v1.Verdict;

/**
 * What the bank does with a verdict. A switch without {@code default}: the day Kagiban's files
 * bring a new verdict this does not compile until somebody has decided.
 *
 * @param step what the page does next
 * @param say what the customer reads; the verdict itself goes to the bank's own log
 */
record Decision(Step step, String say) {
  enum Step {
    /** Do what the customer asked for. Nothing else lets them through. */
    GO_ON,
    /** Show the page again. The next code is the next action, with a fresh request id. */
    ASK_AGAIN,
    /** Another code does not help. */
    TURN_AWAY
  }

  private static final int FEW = 3;
  private static final String NOT_RIGHT = "The code is not right.";

  static Decision of(Answer answer) {
    return switch (answer.verdict()) {
      case VERDICT_ACCEPTED -> new Decision(Step.GO_ON, "Thank you.");
      case VERDICT_WRONG_CODE -> new Decision(Step.ASK_AGAIN, NOT_RIGHT + left(answer.attempts()));
      // Mostly customers who were too quick, and no attack. Event-based tokens have nothing to wait
      // for.
      case VERDICT_REPLAYED ->
          new Decision(Step.ASK_AGAIN, "This code was used. " + next(answer.waitSeconds()));
      case VERDICT_LOCKED -> new Decision(Step.TURN_AWAY, "Locked. " + opens(answer.waitSeconds()));
      // The customer reads what a wrong code says: whose token an id is, or in what state, is
      // nobody's business.
      case VERDICT_SUSPENDED,
          VERDICT_NOT_ENROLLED,
          VERDICT_EXPIRED,
          VERDICT_ALREADY_ENROLLED,
          VERDICT_SUBSCRIBER_HAS_TOKEN,
          VERDICT_UNKNOWN_TOKEN ->
          new Decision(Step.ASK_AGAIN, NOT_RIGHT);
      // A verdict that this program does not know is no acceptance.
      case VERDICT_UNSPECIFIED, UNRECOGNIZED ->
          new Decision(Step.TURN_AWAY, "We cannot check codes now.");
    };
  }

  private static String left(int attempts) {
    return attempts > FEW ? "" : " Attempts left: " + attempts + ".";
  }

  private static String next(int seconds) {
    return seconds == 0 ? "Enter the next one." : "Wait " + seconds + " s for the next one.";
  }

  private static String opens(int seconds) {
    return seconds == 0 ? "Please call us." : "Try again in " + seconds + " s, or call us.";
  }

  /**
   * What the answers of all three calls have in common.
   *
   * @param attempts wrong codes until the token locks; with WRONG_CODE and LOCKED
   * @param waitSeconds until another attempt makes sense, 0 where Kagiban names none
   * @param event the audit event: keep it with the login or the transfer
   */
  record Answer(Verdict verdict, int attempts, int waitSeconds, String event) {}
}
