package org.kagiban.custody.move;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.SeedMover;
import org.kagiban.custody.SeedMover.Outcome;
import org.kagiban.custody.SeedRows.Stored;
import org.kagiban.token.SeedRef;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.verification.WrappedSeed;

/**
 * Objects that stand in the HSM beside their row: a crash came before they were destroyed. Each
 * goes once its row has proved to hold the same seed. Objects without a token are left alone: a
 * load that was cut off made them, and the next replaces them.
 */
final class Leftovers {
  private static final String LEFT_OVER = "left over from a run that was cut off";

  private final MoveRun.Means means;
  private final SeedMover mover;
  private final MoveLog log;
  private final MoveTally tally;
  private final String kek;

  /**
   * @param kek any that can be used; only to prove the rows
   */
  Leftovers(MoveRun.Means means, SeedMover mover, MoveLog log, MoveTally tally, String kek) {
    this.means = means;
    this.mover = mover;
    this.log = log;
    this.tally = tally;
    this.kek = kek;
  }

  /**
   * Blocks to the end.
   *
   * @return how many it finished
   */
  long finish() {
    long finished = 0;
    @Nullable SeedRef after = null;
    List<SeedRef> page = mover.objects(after, MoveLog.MOST);
    while (!page.isEmpty()) {
      finished += finish(twofold(page));
      after = page.get(page.size() - 1);
      page = mover.objects(after, MoveLog.MOST);
    }
    return finished;
  }

  /** Those with a token that lives and a row. */
  private List<Stored> twofold(List<SeedRef> objects) {
    Map<TokenId, Token> tokens = MoveRun.tokens(means, ids(objects));
    List<Stored> found = new ArrayList<>();
    for (Token token : tokens.values()) {
      WrappedSeed row =
          MoveRun.living(token) ? means.patience().of(() -> means.rows().find(token.id())) : null;
      if (row != null) {
        found.add(new Stored(token, row));
      }
    }
    return found;
  }

  private static List<TokenId> ids(List<SeedRef> objects) {
    List<TokenId> ids = new ArrayList<>();
    for (SeedRef object : objects) {
      try {
        ids.add(new TokenId(object.value()));
      } catch (IllegalArgumentException e) {
        // No object of ours.
      }
    }
    return ids;
  }

  private int finish(List<Stored> twofold) {
    if (twofold.isEmpty()) {
      return 0;
    }
    List<Outcome> outcomes = means.patience().of(() -> mover.rewrap(twofold, kek));
    List<UnaryOperator<AuditEvent.Builder>> moved = new ArrayList<>();
    List<UnaryOperator<AuditEvent.Builder>> told = new ArrayList<>();
    List<SeedRef> objects = new ArrayList<>();
    for (int i = 0; i < twofold.size(); i++) {
      Token token = twofold.get(i).token();
      if (outcomes.get(i) instanceof Outcome.Refused refused) {
        if (tally.refused(token.id(), refused)) {
          told.add(log.refused(token, refused));
        }
      } else {
        moved.add(event -> log.moved(token).apply(event).with(EventField.REASON, LEFT_OVER));
        objects.add(Objects.requireNonNull(token.seed()));
      }
    }
    means.tell(EventKind.SEED_REFUSED, told);
    means.tell(log.kind(), moved);
    if (!objects.isEmpty()) {
      means.patience().of(() -> mover.destroyObjects(objects));
    }
    return objects.size();
  }
}
