package org.kagiban.custody.move;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.Patience;
import org.kagiban.custody.SeedMover.Outcome;
import org.kagiban.custody.SeedRows;
import org.kagiban.custody.SeedRows.Move;
import org.kagiban.custody.ceremony.CeremonyRefusedException;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.verification.Journal;
import org.kagiban.verification.TokenLedger;

/**
 * Moves seeds page by page until none is left that can move, also of those that come meanwhile. One
 * small page at a time, and after each it rests as long as the page took: the busier HSM and store
 * are with verifications, the longer.
 */
final class MoveRun<S> {
  private static final int FRUITLESS = 10;

  private final Leg<S> leg;
  private final Means means;
  private final MoveLog log;
  private final MoveTally tally;

  /** What every run needs. */
  record Means(
      SeedRows rows,
      TokenLedger ledger,
      Journal journal,
      Patience patience,
      LongSupplier nanoTime) {
    /** Tells the log, and waits until it is on disk. */
    void tell(EventKind kind, List<UnaryOperator<AuditEvent.Builder>> events) {
      if (!events.isEmpty()) {
        patience.of(() -> journal.writeAll(kind, events));
      }
    }
  }

  MoveRun(Leg<S> leg, Means means, MoveLog log, MoveTally tally) {
    this.leg = leg;
    this.means = means;
    this.log = log;
    this.tally = tally;
  }

  /** Blocks to the end. */
  void run() {
    int fruitless = 0;
    while (fruitless < FRUITLESS) {
      long before = tally.moved();
      if (!pass()) {
        return;
      }
      fruitless = tally.moved() > before ? 0 : fruitless + 1;
    }
    throw new CeremonyRefusedException(
        "SEEDS_BUSY", "some seeds' rows change at the same time; run the ceremony again");
  }

  /** From the first to the last; true where there may be more to do. */
  private boolean pass() {
    boolean some = false;
    List<S> page = page(null);
    while (!page.isEmpty()) {
      long start = means.nanoTime().getAsLong();
      TokenId last = leg.token(page.get(page.size() - 1)).id();
      List<S> open = page.stream().filter(seed -> !tally.isRefused(leg.token(seed).id())).toList();
      if (!open.isEmpty()) {
        some |= move(open);
        means.patience().rest(Duration.ofNanos(means.nanoTime().getAsLong() - start));
      }
      page = page(last);
    }
    return some;
  }

  private List<S> page(@Nullable TokenId after) {
    return means.patience().of(() -> leg.page(after, MoveLog.MOST));
  }

  /** True where the HSM moved any; whether their rows were changed or others were quicker. */
  private boolean move(List<S> seeds) {
    List<Outcome> outcomes = means.patience().of(() -> leg.move(seeds));
    List<S> moved = new ArrayList<>();
    List<Move> moves = new ArrayList<>();
    List<Integer> refused = new ArrayList<>();
    for (int i = 0; i < seeds.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Moved there) {
        moved.add(seeds.get(i));
        moves.add(leg.change(seeds.get(i), there));
      } else {
        refused.add(i);
      }
    }
    if (!moves.isEmpty()) {
      List<Move> done =
          means.patience().of(() -> means.rows().replace(moves, log.log(byId(moved))));
      leg.clear(moved, done);
      tally.moved(done.size());
    }
    tell(refused, seeds, outcomes);
    return !moves.isEmpty();
  }

  /** A seed that cannot move since its token was retired meanwhile is none to speak of. */
  private void tell(List<Integer> refused, List<S> seeds, List<Outcome> outcomes) {
    if (refused.isEmpty()) {
      return;
    }
    Map<TokenId, Token> now =
        tokens(means, refused.stream().map(i -> leg.token(seeds.get(i)).id()).toList());
    List<UnaryOperator<AuditEvent.Builder>> told = new ArrayList<>();
    for (int i : refused) {
      Token token = leg.token(seeds.get(i));
      Outcome.Refused why = (Outcome.Refused) outcomes.get(i);
      if (living(now.get(token.id())) && tally.refused(token.id(), why)) {
        told.add(log.refused(token, why));
      }
    }
    means.tell(EventKind.SEED_REFUSED, told);
  }

  private Map<TokenId, Token> byId(List<S> seeds) {
    return seeds.stream().map(leg::token).collect(Collectors.toMap(Token::id, token -> token));
  }

  static Map<TokenId, Token> tokens(Means means, List<TokenId> ids) {
    return means.patience().of(() -> means.ledger().findAll(ids)).stream()
        .collect(Collectors.toMap(Token::id, Function.identity()));
  }

  /** Whether the token has a seed and keeps it. */
  static boolean living(@Nullable Token token) {
    return token != null && token.seed() != null && !token.state().retired();
  }
}
