package org.kagiban.custody.move;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kagiban.custody.SeedMover.Outcome.Refused;
import org.kagiban.custody.TokenIdSet;
import org.kagiban.custody.ceremony.CeremonyDesk.RunListener;
import org.kagiban.token.TokenId;

/** Counts what became of the seeds, and tells the listener. For one thread. */
final class MoveTally {
  /** So many refused tokens a transcript names; the listener hears of all. */
  private static final int NAMED = 1000;

  private final RunListener listener;
  private final String step;
  private final long total;
  private long moved;
  private final Map<String, Long> reasons = new TreeMap<>();
  private final TokenIdSet refused = new TokenIdSet();
  private final List<String> named = new ArrayList<>();

  /**
   * @param step for the listener
   * @param total how many there were to move at the beginning
   */
  MoveTally(RunListener listener, String step, long total) {
    this.listener = listener;
    this.step = step;
    this.total = total;
    report();
  }

  void moved(long count) {
    moved += count;
    report();
  }

  /**
   * Tells of a seed that cannot move; once, however often it is tried.
   *
   * @return whether it is the first time
   */
  boolean refused(TokenId token, Refused why) {
    if (!refused.add(token.value())) {
      return false;
    }
    reasons.merge(why.reason(), 1L, Long::sum);
    if (named.size() < NAMED) {
      named.add(token + " " + why.reason());
    }
    listener.refused(moved + refused.size(), token.value(), why.reason(), why.message());
    return true;
  }

  boolean isRefused(TokenId token) {
    return refused.contains(token.value());
  }

  private void report() {
    long done = moved + refused.size();
    listener.progress(step, done, Math.max(done, total));
  }

  long moved() {
    return moved;
  }

  /** Lines for the transcript. */
  Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("moved", Long.toString(moved));
    facts.put("refused", Integer.toString(refused.size()));
    reasons.forEach((reason, count) -> facts.put("refused-" + reason, Long.toString(count)));
    if (!named.isEmpty()) {
      facts.put("refused-tokens", String.join(", ", named));
    }
    if (refused.size() > named.size()) {
      facts.put("refused-tokens-not-named", Integer.toString(refused.size() - named.size()));
    }
    return facts;
  }
}
