package org.kagiban.campaign;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kagiban.campaign.TokenRules.State;

/**
 * Looks for an order of one token's operations that real time allows and the rules explain (Wing
 * and Gong 1993; as in Lowe's just-in-time search, an operation takes effect no earlier than an
 * answer makes it). An operation without outcome may stand anywhere after its call, or nowhere; so
 * of two ways to one state, the one that needs fewer of these is as good as the other and more.
 */
final class LinearSearch {
  enum Result {
    LINEARIZABLE,
    /** No order explains the answers. */
    VIOLATED,
    /** Given up after {@link #MOST_TRIED} steps or a few more. */
    UNDECIDED
  }

  private static final int MOST_TRIED = 300_000;

  private final TokenRules rules;
  private final Set<String> contested;
  private final List<Operation> operations;

  /** Called, not yet answered, and will be. */
  private final BitSet pending = new BitSet();

  /** Called, and never answered. */
  private final BitSet lost = new BitSet();

  private int tried;

  /**
   * A point that the search has reached.
   *
   * @param done those of {@link #pending} that have taken effect
   * @param used those of {@link #lost} that have
   */
  private record Point(State state, BitSet done, BitSet used) {
    boolean isAsGoodAs(BitSet other) {
      BitSet more = (BitSet) used.clone();
      more.andNot(other);
      return more.isEmpty();
    }

    Point withDone(int number, State next) {
      return new Point(next, with(done, number), used);
    }

    Point withUsed(int number, State next) {
      return new Point(next, done, with(used, number));
    }

    private static BitSet with(BitSet set, int number) {
      BitSet more = (BitSet) set.clone();
      more.set(number);
      return more;
    }
  }

  private record Place(State state, BitSet done) {
    /** The usual one falls together for the small numbers that both are made of. */
    @Override
    public int hashCode() {
      return state.hashCode() * 0x9E3779B9 + done.hashCode() * 0x85EBCA6B;
    }
  }

  /** Points none of which is as good as another. */
  private static final class Points {
    private final Map<Place, List<Point>> places = new HashMap<>();

    boolean add(Point point) {
      Place place = new Place(point.state(), point.done());
      List<Point> same = places.computeIfAbsent(place, any -> new ArrayList<>());
      for (Point other : same) {
        if (other.isAsGoodAs(point.used())) {
          return false;
        }
      }
      same.removeIf(other -> point.isAsGoodAs(other.used()));
      same.add(point);
      return true;
    }

    boolean holds(Point point) {
      List<Point> same = places.get(new Place(point.state(), point.done()));
      return same != null && same.contains(point);
    }

    List<Point> all() {
      return places.values().stream().flatMap(List::stream).toList();
    }
  }

  /** A call or an answer; a call comes before an answer of the same moment. */
  private record Happening(long moment, boolean answer, int number) {}

  /**
   * @param operations of one token
   * @param contested ids that are sent with more than one body
   */
  LinearSearch(TokenRules rules, List<Operation> operations, Set<String> contested) {
    this.rules = rules;
    this.operations = operations;
    this.contested = contested;
  }

  Result run(State start) {
    List<Point> points = List.of(new Point(start, new BitSet(), new BitSet()));
    for (Happening happening : happenings()) {
      int number = happening.number();
      if (!happening.answer()) {
        (operations.get(number).end() == Operation.NEVER ? lost : pending).set(number);
        continue;
      }
      points = answered(points, number);
      pending.clear(number);
      if (tried > MOST_TRIED) {
        return Result.UNDECIDED;
      }
      if (points.isEmpty()) {
        return Result.VIOLATED;
      }
    }
    return Result.LINEARIZABLE;
  }

  private List<Happening> happenings() {
    List<Happening> all = new ArrayList<>();
    for (int i = 0; i < operations.size(); i++) {
      all.add(new Happening(operations.get(i).call(), false, i));
      if (operations.get(i).end() != Operation.NEVER) {
        all.add(new Happening(operations.get(i).end(), true, i));
      }
    }
    all.sort(Comparator.comparingLong(Happening::moment).thenComparing(Happening::answer));
    return all;
  }

  /** The points in which the operation that is answered now has taken effect. */
  private List<Point> answered(List<Point> points, int number) {
    Points seen = new Points();
    Points reached = new Points();
    Deque<Point> open = new ArrayDeque<>();
    points.stream().filter(seen::add).forEach(open::add);
    while (!open.isEmpty() && tried <= MOST_TRIED) {
      Point point = open.poll();
      if (point.done().get(number)) {
        BitSet others = (BitSet) point.done().clone();
        others.clear(number);
        reached.add(new Point(point.state(), others, point.used()));
      } else if (seen.holds(point)) {
        successors(point).stream().filter(seen::add).forEach(open::add);
      }
    }
    return reached.all();
  }

  private List<Point> successors(Point point) {
    List<Point> next = new ArrayList<>();
    for (int i = pending.nextSetBit(0); i >= 0; i = pending.nextSetBit(i + 1)) {
      if (!point.done().get(i)) {
        Set<State> states = step(point, i);
        if (states.contains(point.state())) {
          // It only looked: if it may stand later it may as well stand here.
          return List.of(point.withDone(i, point.state()));
        }
        for (State state : states) {
          next.add(point.withDone(i, state));
        }
      }
    }
    Set<State> cheap = new HashSet<>();
    addLost(point, false, cheap, next);
    addLost(point, true, cheap, next);
    tried += next.size();
    return next;
  }

  /**
   * Uses what was lost. Where several lead to one state, one that can do no more than that is
   * enough: a wrong code, a right one that is used up, an unlocking.
   *
   * @param precious whether to use right codes that may still be accepted, or all others
   */
  private void addLost(Point point, boolean precious, Set<State> cheap, List<Point> next) {
    Set<Object> same = new HashSet<>();
    for (int i = lost.nextSetBit(0); i >= 0; i = lost.nextSetBit(i + 1)) {
      Operation operation = operations.get(i);
      if (point.used().get(i) || isLive(operation, point.state()) != precious) {
        continue;
      }
      boolean own = contested.contains(operation.request());
      for (State state : step(point, i)) {
        boolean news =
            !state.equals(point.state())
                && (own
                    || (precious
                        ? !cheap.contains(state) && same.add(List.of(operation.action(), state))
                        : cheap.add(state)));
        if (news) {
          next.add(point.withUsed(i, state));
        }
      }
    }
  }

  private static boolean isLive(Operation operation, State state) {
    return operation.action() instanceof Action.RightCode right
        && right.factor() >= state.lowest(right.kind());
  }

  private Set<State> step(Point point, int number) {
    Operation operation = operations.get(number);
    return rules.step(point.state(), operation, contested.contains(operation.request()));
  }
}
