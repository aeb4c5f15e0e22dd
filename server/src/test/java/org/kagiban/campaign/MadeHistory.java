package org.kagiban.campaign;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.kagiban.campaign.Outcome.Answered;

/**
 * The history of a counting token at a server that is right, with clients at the same time and lost
 * answers: each operation takes effect at its own moment, and its call and end lie around it.
 */
final class MadeHistory {
  private static final int AROUND = 30;
  private static final int STRIDE = 10;

  private final SplittableRandom random;
  private final int limit;
  private long watermark = 1;
  private int failures;

  MadeHistory(SplittableRandom random, int limit) {
    this.random = random;
    this.limit = limit;
  }

  void addTo(List<Attempt> history, int count) {
    List<Attempt> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long moment = 1000L + (long) i * STRIDE;
      String request = "r" + i;
      Action action = action();
      boolean happens = random.nextInt(100) > 0;
      Outcome outcome = happens ? effect(request, action) : Outcome.Lost.NOTHING;
      if (random.nextInt(50) == 0) {
        outcome = Outcome.Lost.NOTHING;
      }
      made.add(
          new Attempt(
              "counting",
              request,
              action,
              0,
              moment - random.nextInt(AROUND),
              moment + 1 + random.nextInt(AROUND),
              outcome));
    }
    made.sort(Comparator.comparingLong(Attempt::end));
    history.addAll(made);
  }

  private Action action() {
    int choice = random.nextInt(10);
    if (choice < 6) {
      return new Action.RightCode(
          Action.Kind.LOGIN, Math.max(0, watermark - 2 + random.nextInt(4)));
    }
    return choice < 9
        ? new Action.WrongCode(Action.Kind.LOGIN, Integer.toString(random.nextInt()))
        : new Action.Unlock();
  }

  private Outcome effect(String request, Action action) {
    if (action instanceof Action.Unlock) {
      boolean applies = failures > 0;
      failures = 0;
      return answer(request, applies ? "ACCEPTED" : "NOT_APPLICABLE", null);
    }
    if (failures == limit) {
      return answer(request, "LOCKED", 0);
    }
    if (action instanceof Action.RightCode right && right.factor() >= watermark) {
      watermark = right.factor() + 1;
      failures = 0;
      return answer(request, "ACCEPTED", null);
    }
    if (action instanceof Action.RightCode right && right.factor() == watermark - 1) {
      return answer(request, "REPLAYED", null);
    }
    failures++;
    return answer(request, "WRONG_CODE", limit - failures);
  }

  private static Answered answer(String request, String verdict, @Nullable Integer remaining) {
    return new Answered(verdict, remaining, "e" + request, request);
  }

  /** Has one replayed code accepted, of whose first use there is an answer. */
  void forge(List<Attempt> history) {
    for (int i = history.size() - 1; i > 0; i--) {
      Attempt attempt = history.get(i);
      if (has(attempt, "REPLAYED") && isAccepted(history, attempt.action())) {
        history.set(
            i,
            new Attempt(
                attempt.token(),
                attempt.request(),
                attempt.action(),
                0,
                attempt.start(),
                attempt.end(),
                answer(attempt.request(), "ACCEPTED", null)));
        return;
      }
    }
    throw new IllegalStateException("nothing was replayed");
  }

  private static boolean isAccepted(List<Attempt> history, Action action) {
    return history.stream().anyMatch(a -> a.action().equals(action) && has(a, "ACCEPTED"));
  }

  private static boolean has(Attempt attempt, String verdict) {
    return attempt.outcome() instanceof Answered answer && answer.verdict().equals(verdict);
  }
}
