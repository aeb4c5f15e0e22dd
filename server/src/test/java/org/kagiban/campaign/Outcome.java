package org.kagiban.campaign;

import org.jspecify.annotations.Nullable;

/** What a client saw of one attempt. */
sealed interface Outcome {
  /**
   * An answer.
   *
   * @param verdict by the API's name, without VERDICT_
   * @param remaining wrong codes until the token locks; null where the answer does not say
   * @param event id of its audit event
   * @param bytes the whole answer, in hexadecimal
   */
  record Answered(String verdict, @Nullable Integer remaining, String event, String bytes)
      implements Outcome {}

  /** Refused: the id was used before with another body. */
  record Reused() implements Outcome {}

  /**
   * UNAVAILABLE, a deadline, a broken connection: it may have happened, and may still happen.
   *
   * @param why for people
   */
  record Lost(String why) implements Outcome {
    /** Nobody knows whether the request was carried out. */
    static final Lost NOTHING = new Lost("no answer");

    /** Without what differs each time. */
    String reason() {
      return why.split(" ", 3)[1].isEmpty() ? why.split(" ", 2)[0] : why.split(" ", 3)[1];
    }
  }

  /** Whether it says what became of the request. */
  default boolean definite() {
    return !(this instanceof Lost);
  }
}
