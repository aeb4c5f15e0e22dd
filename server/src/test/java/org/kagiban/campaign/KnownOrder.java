package org.kagiban.campaign;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.kagiban.campaign.TokenRules.State;

/**
 * An order that somebody names, tried before {@link LinearSearch}: a search among requests of which
 * nobody knew for half a minute whether they had been carried out takes longer than anybody waits.
 * Whoever names it need not be trusted, for real time and the rules must allow it as any other.
 */
interface KnownOrder {
  /** Names none. */
  KnownOrder NONE = operation -> OptionalInt.empty();

  /** Its place among the operations of its token; empty where it has none. */
  OptionalInt placeOf(Operation operation);

  /**
   * Whether it explains every answer. Where it does not, another order may.
   *
   * @param operations of one token
   * @param contested as in {@link LinearSearch}
   */
  default boolean explains(
      HistoryChecker.Start start, Collection<Operation> operations, Set<String> contested) {
    TreeMap<Integer, Operation> placed = new TreeMap<>();
    List<Operation> reused = new ArrayList<>();
    for (Operation operation : operations) {
      OptionalInt place = placeOf(operation);
      if (operation.outcome() instanceof Outcome.Reused) {
        reused.add(operation);
      } else if (place.isPresent()) {
        if (placed.put(place.getAsInt(), operation) != null) {
          return false;
        }
      } else if (operation.outcome().definite()) {
        return false;
      }
    }
    List<Operation> order = withReused(placed.values(), reused);
    return realTimeAllows(order) && rulesExplain(start, order, contested);
  }

  /** A refusal of a second body changes nothing, so it stands as late as its answer lets it. */
  private static List<Operation> withReused(Collection<Operation> placed, List<Operation> reused) {
    Deque<Operation> open = new ArrayDeque<>();
    reused.stream().sorted(Comparator.comparingLong(Operation::end)).forEach(open::add);
    List<Operation> order = new ArrayList<>();
    for (Operation operation : placed) {
      while (!open.isEmpty() && open.element().end() < operation.call()) {
        order.add(open.remove());
      }
      order.add(operation);
    }
    order.addAll(open);
    return order;
  }

  private static boolean realTimeAllows(List<Operation> order) {
    long lastCall = Long.MIN_VALUE;
    for (Operation operation : order) {
      lastCall = Math.max(lastCall, operation.call());
      if (operation.end() < lastCall) {
        return false;
      }
    }
    return true;
  }

  private static boolean rulesExplain(
      HistoryChecker.Start start, List<Operation> order, Set<String> contested) {
    Set<State> states = Set.of(start.state());
    for (Operation operation : order) {
      boolean own = contested.contains(operation.request());
      Set<State> next = new HashSet<>();
      states.forEach(state -> next.addAll(start.rules().step(state, operation, own)));
      states = next;
    }
    return !states.isEmpty();
  }
}
