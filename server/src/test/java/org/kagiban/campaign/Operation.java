package org.kagiban.campaign;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All attempts with one id and one body: what happens at most once.
 *
 * @param call when it may have happened first
 * @param end when somebody knew that it had; {@link #NEVER} where nobody does
 * @param outcome of the first attempt that has a definite one
 */
record Operation(
    String token, String request, Action action, long call, long end, Outcome outcome) {
  static final long NEVER = Long.MAX_VALUE;

  private record Key(String token, String request, Action action) {}

  /** In the order of their calls. */
  static List<Operation> of(List<Attempt> attempts) {
    Map<Key, Operation> found = new LinkedHashMap<>();
    for (Attempt attempt : attempts) {
      Key key = new Key(attempt.token(), attempt.request(), attempt.action());
      found.merge(key, of(attempt), Operation::with);
    }
    List<Operation> operations = new ArrayList<>(found.values());
    operations.sort(Comparator.comparingLong(Operation::call));
    return operations;
  }

  private static Operation of(Attempt attempt) {
    Outcome outcome = attempt.outcome();
    return new Operation(
        attempt.token(),
        attempt.request(),
        attempt.action(),
        attempt.start(),
        outcome.definite() ? attempt.end() : NEVER,
        outcome);
  }

  private Operation with(Operation other) {
    Operation first = other.end < end ? other : this;
    return new Operation(
        token, request, action, Math.min(call, other.call), first.end, first.outcome);
  }

  boolean hasVerdict(String verdict) {
    return outcome instanceof Outcome.Answered answered && answered.verdict().equals(verdict);
  }

  /** As somebody knew it who stopped looking at that moment. */
  Operation until(long moment) {
    return end <= moment
        ? this
        : new Operation(token, request, action, call, NEVER, Outcome.Lost.NOTHING);
  }
}
