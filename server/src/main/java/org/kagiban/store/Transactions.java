package org.kagiban.store;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.kagiban.verification.UnavailableException;
import org.kagiban.verification.UnavailableException.Part;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs batches, and sees to it that each change gets its own outcome. Of the committer's thread.
 */
final class Transactions {
  private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

  /** Of a transaction that the database undoes. */
  private static final int ATTEMPTS = 3;

  private final Writer writer;
  private final Function<SQLException, SqlFailure> failures;
  private final Duration waitLimit;
  private final Clock clock;
  private final LongSupplier ticker;

  /**
   * @param failures says what a failure means for its transaction
   */
  Transactions(
      Writer writer,
      Function<SQLException, SqlFailure> failures,
      Duration waitLimit,
      Clock clock,
      LongSupplier ticker) {
    this.writer = writer;
    this.failures = failures;
    this.waitLimit = waitLimit;
    this.clock = clock;
    this.ticker = ticker;
  }

  /**
   * Leaves every change with its outcome; never throws.
   *
   * @param changes may grow
   * @param more adds those that have come meanwhile; called where a transaction had to wait
   */
  void run(List<Pending<?>> changes, Consumer<List<Pending<?>>> more) {
    int attempt = 1;
    while (!tried(changes, more, attempt)) {
      attempt++;
    }
  }

  /** False where all of it is undone and may be repeated: no caller has been told anything. */
  private boolean tried(List<Pending<?>> changes, Consumer<List<Pending<?>>> more, int attempt) {
    try {
      commit(changes, more);
      writer.succeeded();
    } catch (SQLException e) {
      SqlFailure kind = failures.apply(e);
      if (kind == SqlFailure.UNDONE && attempt < ATTEMPTS) {
        LOG.warn("the database undid a transaction, which is repeated: {}", e.toString());
        writer.renew();
        return false;
      }
      if (kind == SqlFailure.BROKEN_RULE) {
        findGuilty(changes, e);
      } else {
        fail(changes, e);
      }
    } catch (RuntimeException | Error e) {
      fail(changes, e);
    }
    return true;
  }

  private void commit(List<Pending<?>> changes, Consumer<List<Pending<?>>> more)
      throws SQLException {
    Batch batch = new Batch(writer.session(), clock.instant(), new Gathering(changes, more));
    for (Pending<?> pending : changes) {
      if (ticker.getAsLong() - pending.since > waitLimit.toNanos()) {
        pending.failWith(waitedTooLong());
      } else {
        pending.decide(batch);
      }
    }
    batch.commit();
  }

  /** What the changes name; the second time, of those too that have come since the first. */
  private static final class Gathering implements Supplier<Needs> {
    private final List<Pending<?>> changes;
    private final Consumer<List<Pending<?>>> more;
    private boolean asked;

    Gathering(List<Pending<?>> changes, Consumer<List<Pending<?>>> more) {
      this.changes = changes;
      this.more = more;
    }

    @Override
    public Needs get() {
      if (asked) {
        more.accept(changes);
      }
      asked = true;
      Needs needs = new Needs();
      changes.forEach(pending -> pending.name(needs));
      return needs;
    }
  }

  /** A change broke one of the tables' rules: repeats one by one, so that only that one fails. */
  private void findGuilty(List<Pending<?>> changes, SQLException cause) {
    try {
      writer.session().rollback();
    } catch (SQLException | RuntimeException e) {
      fail(changes, e);
      return;
    }
    if (changes.size() > 1) {
      for (Pending<?> pending : changes) {
        run(List.of(pending), none -> {});
      }
      return;
    }
    LOG.error("a change broke a rule of the tables and was dropped: {}", cause.toString());
    changes
        .get(0)
        .failWith(new IllegalStateException("the change breaks a rule of the store", cause));
  }

  private void fail(List<Pending<?>> changes, Throwable cause) {
    writer.failed(cause);
    UnavailableException failure =
        new UnavailableException(Part.STORE_UNAVAILABLE, "the store cannot be written", cause);
    for (Pending<?> pending : changes) {
      pending.failWith(failure);
    }
  }

  private static UnavailableException waitedTooLong() {
    return new UnavailableException(
        Part.STORE_UNAVAILABLE, "the change waited too long for the store");
  }
}
