package org.kagiban.campaign;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.kagiban.campaign.TokenRules.State;

/**
 * Says whether what the clients of some servers saw could have come from one server that does one
 * thing at a time. Tokens know nothing of each other, so each has a history of its own.
 *
 * @param tokens what is known of each before the history begins
 * @param known an order that is tried first
 */
record HistoryChecker(Map<String, Start> tokens, KnownOrder known) {
  /** A token's rules and state. */
  record Start(TokenRules rules, State state) {}

  List<Violation> check(List<Attempt> attempts) {
    List<Violation> found = new ArrayList<>(NamedRules.safeRetry(attempts));
    Set<String> contested = contested(attempts);
    byToken(attempts)
        .forEach(
            (token, operations) -> {
              Start start = start(token);
              found.addAll(NamedRules.once(operations));
              found.addAll(NamedRules.boundedGuessing(operations, start.rules().lockLimit()));
              found.addAll(linearizable(token, operations, contested));
            });
    return found;
  }

  private List<Violation> linearizable(
      String token, List<Operation> operations, Set<String> contested) {
    Start start = start(token);
    if (known.explains(start, operations, contested)) {
      return List.of();
    }
    return switch (new LinearSearch(start.rules(), operations, contested).run(start.state())) {
      case LINEARIZABLE -> List.of();
      case UNDECIDED ->
          List.of(new Violation("undecided", token + ": too many orders to try them all"));
      case VIOLATED -> {
        List<Operation> bad = shortestBad(start, operations, contested);
        Operation last = bad.get(bad.size() - 1);
        yield List.of(
            new Violation(
                "linearizable",
                token + ": no order explains its first " + bad.size() + " operations, to " + last));
      }
    };
  }

  /** What was known when the first answer came that nothing explains; that operation is last. */
  private static List<Operation> shortestBad(
      Start start, List<Operation> operations, Set<String> contested) {
    long[] ends =
        operations.stream()
            .mapToLong(Operation::end)
            .filter(end -> end != Operation.NEVER)
            .sorted()
            .toArray();
    int good = -1;
    int bad = ends.length - 1;
    while (bad - good > 1) {
      int middle = (good + bad) >>> 1;
      List<Operation> known = known(operations, ends[middle]);
      boolean explained =
          new LinearSearch(start.rules(), known, contested).run(start.state())
              == LinearSearch.Result.LINEARIZABLE;
      if (explained) {
        good = middle;
      } else {
        bad = middle;
      }
    }
    List<Operation> known = new ArrayList<>(known(operations, ends[bad]));
    long end = ends[bad];
    known.sort((a, b) -> Boolean.compare(a.end() == end, b.end() == end));
    return known;
  }

  private static List<Operation> known(List<Operation> operations, long moment) {
    return operations.stream()
        .filter(operation -> operation.call() <= moment)
        .map(operation -> operation.until(moment))
        .toList();
  }

  private Start start(String token) {
    Start start = tokens.get(token);
    if (start == null) {
      throw new IllegalArgumentException("nothing is known of token " + token);
    }
    return start;
  }

  static Map<String, List<Operation>> byToken(List<Attempt> attempts) {
    Map<String, List<Operation>> tokens = new TreeMap<>();
    for (Operation operation : Operation.of(attempts)) {
      tokens.computeIfAbsent(operation.token(), token -> new ArrayList<>()).add(operation);
    }
    return tokens;
  }

  private static Set<String> contested(List<Attempt> attempts) {
    Map<String, Action> bodies = new HashMap<>();
    Set<String> contested = new HashSet<>();
    for (Attempt attempt : attempts) {
      Action other = bodies.putIfAbsent(attempt.request(), attempt.action());
      if (other != null && !other.equals(attempt.action())) {
        contested.add(attempt.request());
      }
    }
    return contested;
  }
}
