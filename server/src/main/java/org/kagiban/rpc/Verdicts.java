package org.kagiban.rpc;

import io.grpc.Status.Code;
import java.util.function.IntConsumer;
import org.kagiban.verification.Answer;

/** Verdicts, as an answer of status OK or as a fault of the help desk's calls. */
final class Verdicts {
  private Verdicts() {}

  /**
   * For calls whose answer is a verdict.
   *
   * @throws IllegalStateException for the verdicts that such calls never give
   */
  static org.kagiban.v1.Verdict write(Answer answer, CallRecord call) {
    call.verdict(answer.verdict());
    org.kagiban.v1.Verdict verdict = org.kagiban.v1.Verdict.forNumber(answer.verdict().number());
    if (verdict == null) {
      throw new IllegalStateException(answer.verdict() + " is no verdict of the API");
    }
    return verdict;
  }

  /** Hands on the numbers that the answer has. */
  static void numbers(Answer answer, IntConsumer attempts, IntConsumer wait, IntConsumer drift) {
    if (answer.attemptsRemaining() != null) {
      attempts.accept(answer.attemptsRemaining());
    }
    if (answer.waitSeconds() != null) {
      wait.accept(answer.waitSeconds());
    }
    if (answer.drift() != null) {
      drift.accept(answer.drift());
    }
  }

  /**
   * For the help desk's calls: anything but ACCEPTED is a fault.
   *
   * @param nothingToDo reason and message where the step does not apply to the token's state
   */
  static void requireDone(Answer answer, CallRecord call, String nothingToDo, String message) {
    call.verdict(answer.verdict());
    switch (answer.verdict()) {
      case ACCEPTED -> {}
      case UNKNOWN_TOKEN -> throw ApiFault.tokenNotFound();
      case NOT_APPLICABLE -> throw precondition(nothingToDo, message);
      case RETIRED ->
          throw precondition("TOKEN_RETIRED", "the token is retired for good; enrol another");
      case NOT_ENROLLED ->
          throw precondition("TOKEN_NOT_ENROLLED", "nobody is enrolled; enrol the token first");
      case SUSPENDED ->
          throw precondition("TOKEN_SUSPENDED", "the token is suspended; resume it first");
      case EXPIRED -> throw precondition("TOKEN_EXPIRED", "the token is not valid now; replace it");
      case WRONG_CODE, REPLAYED, LOCKED, ALREADY_ENROLLED, SUBSCRIBER_HAS_TOKEN ->
          throw new IllegalStateException(answer.verdict() + " without a code");
    }
  }

  private static ApiFault precondition(String reason, String message) {
    return ApiFault.of(Code.FAILED_PRECONDITION, reason, message);
  }
}
