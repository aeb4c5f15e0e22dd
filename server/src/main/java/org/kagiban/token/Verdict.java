package org.kagiban.token;

/**
 * The answer to a question about a code. The numbers are those of the API and of the audit log;
 * they never change.
 */
public enum Verdict {
  ACCEPTED(1),
  WRONG_CODE(2),
  REPLAYED(3),
  LOCKED(4),
  SUSPENDED(5),
  NOT_ENROLLED(6),
  EXPIRED(7),
  ALREADY_ENROLLED(8),
  SUBSCRIBER_HAS_TOKEN(9),
  UNKNOWN_TOKEN(10),
  /** Help desk only: the token is retired. */
  RETIRED(11),
  /**
   * No verdict of the API, but a fault: the help desk has nothing to do, such as resuming a token
   * that is not suspended; or an event-based token was to sign.
   */
  NOT_APPLICABLE(12);

  private final int number;

  Verdict(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /**
   * @throws IllegalArgumentException where no verdict has that number
   */
  public static Verdict of(int number) {
    for (Verdict verdict : values()) {
      if (verdict.number == number) {
        return verdict;
      }
    }
    throw new IllegalArgumentException("no verdict has the number " + number);
  }
}
