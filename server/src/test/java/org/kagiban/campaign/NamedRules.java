package org.kagiban.campaign;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kagiban.campaign.Action.Kind;
import org.kagiban.campaign.Outcome.Answered;

/**
 * The charter's invariants looked for one by one in what the clients saw: less than {@link
 * LinearSearch} finds, but it says which promise is broken, and by whom.
 */
final class NamedRules {
  private NamedRules() {}

  /** No step is accepted twice, and none once a later one has been. */
  static List<Violation> once(Collection<Operation> operations) {
    List<Violation> found = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      List<Operation> accepted =
          operations.stream()
              .filter(o -> o.hasVerdict("ACCEPTED") && factor(o, kind) >= 0)
              .sorted(Comparator.comparingLong(Operation::end))
              .toList();
      Map<Long, Operation> steps = new HashMap<>();
      for (Operation operation : accepted) {
        Operation first = steps.put(factor(operation, kind), operation);
        if (first != null) {
          found.add(broken("once", "accepted twice", first, operation));
        }
      }
      for (Operation later : accepted) {
        for (Operation earlier : accepted) {
          if (earlier.end() < later.call() && factor(later, kind) < factor(earlier, kind)) {
            found.add(broken("once", "accepted after a later step", earlier, later));
            break;
          }
        }
      }
    }
    return found;
  }

  /** -1 for what is no right code of that kind. */
  private static long factor(Operation operation, Kind kind) {
    return operation.action() instanceof Action.RightCode right && right.kind() == kind
        ? right.factor()
        : -1;
  }

  /** Between two moments at which the count may have begun anew, no more than the limit. */
  static List<Violation> boundedGuessing(Collection<Operation> operations, int limit) {
    List<Operation> resets =
        operations.stream()
            .filter(NamedRules::mayReset)
            .sorted(Comparator.comparingLong(Operation::call))
            .toList();
    List<Operation> wrong =
        operations.stream()
            .filter(o -> o.hasVerdict("WRONG_CODE"))
            .sorted(Comparator.comparingLong(Operation::call))
            .toList();
    List<Violation> found = new ArrayList<>();
    long from = Long.MIN_VALUE;
    for (int i = 0; i <= resets.size(); i++) {
      long since = from;
      long until = i == resets.size() ? Operation.NEVER : resets.get(i).call();
      List<Operation> between =
          wrong.stream().filter(o -> o.call() > since && o.end() < until).toList();
      if (between.size() > limit) {
        found.add(
            broken(
                "bounded-guessing",
                between.size() + " wrong codes were compared, the limit is " + limit,
                between.get(0),
                between.get(between.size() - 1)));
      }
      if (i < resets.size()) {
        from = Math.max(from, resets.get(i).end());
      }
    }
    return found;
  }

  private static boolean mayReset(Operation operation) {
    boolean resets = !(operation.action() instanceof Action.WrongCode);
    return resets && (operation.hasVerdict("ACCEPTED") || !operation.outcome().definite());
  }

  /** One id and body has one answer, and one id has one body. */
  static List<Violation> safeRetry(Collection<Attempt> attempts) {
    Map<String, Attempt> firsts = new HashMap<>();
    Map<String, Attempt> refused = new HashMap<>();
    List<Violation> found = new ArrayList<>();
    for (Attempt attempt : attempts) {
      String body = attempt.request() + attempt.action();
      if (attempt.outcome() instanceof Outcome.Reused) {
        refused.put(body, attempt);
      }
      if (attempt.outcome() instanceof Answered answer) {
        Attempt first = firsts.putIfAbsent(attempt.request(), attempt);
        if (first == null) {
          continue;
        }
        if (!first.action().equals(attempt.action())) {
          found.add(new Violation("safe-retry", "two bodies: " + first + ", " + attempt));
        } else if (!bytes(first).equals(answer.bytes())) {
          found.add(new Violation("safe-retry", "two answers: " + first + ", " + attempt));
        }
      }
    }
    for (Attempt first : firsts.values()) {
      Attempt other = refused.get(first.request() + first.action());
      if (other != null) {
        found.add(new Violation("safe-retry", "refused its own retry: " + first + ", " + other));
      }
    }
    return found;
  }

  private static String bytes(Attempt attempt) {
    return ((Answered) attempt.outcome()).bytes();
  }

  private static Violation broken(String rule, String how, Operation one, Operation other) {
    return new Violation(rule, how + ": " + one + ", " + other);
  }
}
