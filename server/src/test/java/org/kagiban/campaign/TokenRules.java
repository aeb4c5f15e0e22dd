package org.kagiban.campaign;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kagiban.campaign.Action.Kind;

/**
 * What one token does to one request at a time: the specification, written apart from the product's
 * own transitions. A step gives all states that are possible after it, none where the outcome is
 * not.
 *
 * @param lookAhead counters that an event-based token's code is looked for in; 0 for time-based
 *     tokens, of whose codes only the server's clock says which are looked for
 * @param lockLimit wrong codes until it locks
 */
record TokenRules(int lookAhead, int lockLimit) {

  /**
   * Of one token.
   *
   * @param watermark lowest login factor that may be accepted
   * @param signatures lowest time step whose signature may be accepted
   * @param taken bodies of ids that are sent with more than one
   */
  record State(long watermark, long signatures, int failures, Map<String, Action> taken) {
    static State enrolled(long watermark) {
      return new State(watermark, 0, 0, Map.of());
    }

    private State withFailures(int count) {
      return new State(watermark, signatures, count, taken);
    }

    private State accepted(Kind kind, long factor) {
      return kind == Kind.LOGIN
          ? new State(factor + 1, signatures, 0, taken)
          : new State(watermark, factor + 1, 0, taken);
    }

    private State taking(String id, Action action) {
      Map<String, Action> more = new TreeMap<>(taken);
      more.put(id, action);
      return new State(watermark, signatures, failures, more);
    }

    long lowest(Kind kind) {
      return kind == Kind.LOGIN ? watermark : signatures;
    }
  }

  /** One way in which a request may end. */
  private record Way(String verdict, @Nullable Integer remaining, State next) {}

  /**
   * @param contested whether the operation's id is sent with another body too
   */
  Set<State> step(State state, Operation operation, boolean contested) {
    Set<State> next = new HashSet<>();
    Outcome outcome = operation.outcome();
    Action holder = state.taken().get(operation.request());
    if (holder != null) {
      if (!(outcome instanceof Outcome.Answered)) {
        next.add(state);
      }
      return next;
    }
    if (outcome instanceof Outcome.Lost) {
      next.add(state);
    }
    State taken = contested ? state.taking(operation.request(), operation.action()) : state;
    for (Way way : ways(taken, operation.action())) {
      if (outcome instanceof Outcome.Lost || fits(outcome, way)) {
        next.add(way.next());
      }
    }
    return next;
  }

  private static boolean fits(Outcome outcome, Way way) {
    return outcome instanceof Outcome.Answered answered
        && answered.verdict().equals(way.verdict())
        && (way.remaining() == null || way.remaining().equals(answered.remaining()));
  }

  private Set<Way> ways(State state, Action action) {
    if (action instanceof Action.Unlock) {
      return Set.of(
          state.failures() == 0
              ? new Way("NOT_APPLICABLE", null, state)
              : new Way("ACCEPTED", null, state.withFailures(0)));
    }
    if (state.failures() >= lockLimit) {
      return Set.of(new Way("LOCKED", 0, state));
    }
    Set<Way> ways = new HashSet<>();
    if (action instanceof Action.RightCode right) {
      boolean used = right.factor() < state.lowest(right.kind());
      if (used) {
        ways.add(new Way("REPLAYED", null, state));
      } else if (lookAhead == 0 || right.factor() < state.watermark() + lookAhead) {
        ways.add(new Way("ACCEPTED", null, state.accepted(right.kind(), right.factor())));
      }
      if (!mayBeMissed(state, right)) {
        return ways;
      }
    }
    int failures = state.failures() + 1;
    ways.add(new Way("WRONG_CODE", lockLimit - failures, state.withFailures(failures)));
    return ways;
  }

  /** Whether a right code may lie where no server looks. */
  private boolean mayBeMissed(State state, Action.RightCode right) {
    return lookAhead == 0
        || right.factor() < state.watermark() - 1
        || right.factor() >= state.watermark() + lookAhead;
  }
}
