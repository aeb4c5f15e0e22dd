package org.kagiban.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.kagiban.campaign.HistoryChecker.Start;
import org.kagiban.campaign.Outcome.Answered;
import org.kagiban.campaign.TokenRules.State;

/** An order that is named saves the search, and excuses nothing. */
class KnownOrderTest {
  private static final int LIMIT = 3;
  private static final Map<String, Start> STARTS =
      Map.of("counting", new Start(new TokenRules(100, LIMIT), State.enrolled(1)));

  private final List<Attempt> history = new ArrayList<>();
  private final List<String> order = new ArrayList<>();

  private void add(String request, Action action, long start, long end, Outcome outcome) {
    history.add(new Attempt("counting", request, action, 0, start, end, outcome));
  }

  private void add(String request, Action action, long start, long end, String verdict) {
    Integer remaining = verdict.equals("WRONG_CODE") ? LIMIT - 1 : null;
    add(request, action, start, end, new Answered(verdict, remaining, "e" + request, request));
  }

  private OptionalInt placeOf(Operation operation) {
    int place = order.indexOf(operation.request());
    return place < 0 ? OptionalInt.empty() : OptionalInt.of(place);
  }

  private List<String> broken() {
    return new HistoryChecker(STARTS, this::placeOf)
        .check(history).stream().map(Violation::rule).distinct().toList();
  }

  private static Action right(long factor) {
    return new Action.RightCode(Action.Kind.LOGIN, factor);
  }

  private static Action wrong(int code) {
    return new Action.WrongCode(Action.Kind.LOGIN, "w" + code);
  }

  /** Each accepted code and a wrong one after it, all of them open until all were known. */
  private void alternating(int count) {
    for (int i = 1; i <= count; i++) {
      add("right-" + i, right(i), 1, 1000, "ACCEPTED");
      add("wrong-" + i, wrong(i), 1, 1000, "WRONG_CODE");
      order.add("right-" + i);
      order.add("wrong-" + i);
    }
  }

  @Test
  void moreAtATimeThanASearchCanOrder_isGoodInTheKnownOrder() {
    alternating(40);
    assertThat(broken()).isEmpty();
    order.clear();
    assertThat(broken()).containsExactly("undecided");
  }

  @Test
  void orderThatTheRulesForbid_isSearchedForABetter() {
    alternating(3);
    Collections.reverse(order);
    assertThat(broken()).isEmpty();
  }

  @Test
  void orderThatRealTimeForbids_excusesNothing() {
    add("late", right(1), 5, 6, "ACCEPTED");
    add("early", right(1), 1, 2, "REPLAYED");
    order.addAll(List.of("late", "early"));
    assertThat(broken()).containsExactly("linearizable");
  }

  @Test
  void orderThatLeavesAnAnswerOut_excusesNothing() {
    add("a", right(1), 1, 2, "ACCEPTED");
    add("b", right(1), 3, 4, "ACCEPTED");
    order.add("a");
    assertThat(broken()).contains("once", "linearizable");
  }

  @Test
  void secondBodyRefused_standsAfterTheFirst() {
    add("a", right(1), 3, 4, "ACCEPTED");
    add("a", right(2), 1, 5, new Outcome.Reused());
    add("b", right(2), 6, 7, "ACCEPTED");
    order.addAll(List.of("a", "b"));
    assertThat(broken()).isEmpty();
  }

  @Test
  void secondBodyRefusedBeforeTheFirstWasSent_isFound() {
    add("a", right(2), 1, 2, new Outcome.Reused());
    add("a", right(1), 3, 4, "ACCEPTED");
    order.add("a");
    assertThat(broken()).containsExactly("linearizable");
  }

  @Test
  void manyAtATime_oneAnswerForged_isFoundInItsOwnOrderToo() {
    for (int seed = 0; seed < 20; seed++) {
      history.clear();
      order.clear();
      MadeHistory made = new MadeHistory(new SplittableRandom(seed), LIMIT);
      made.addTo(history, 400);
      for (int i = 0; i < 400; i++) {
        order.add("r" + i);
      }
      assertThat(broken()).as("seed %d", seed).isEmpty();
      made.forge(history);
      assertThat(broken()).as("seed %d", seed).contains("linearizable");
    }
  }
}
