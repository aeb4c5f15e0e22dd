package org.kagiban.store;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
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

  /** Leaves every change with its outcome; never throws. */
  void run(List<Pending<?>> changes) {
    int attempt = 1;
    while (!tried(changes, attempt)) {
      attempt++;
    }
  }

  /** False where all of it is undone and may be repeated: no caller has been told anything. */
  private boolean tried(List<Pending<?>> changes, int attempt) {
    try {
      commit(changes);
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

  private void commit(List<Pending<?>> changes) throws SQLException {
    Needs needs = new Needs();
    changes.forEach(pending -> pending.name(needs));
    Batch batch = new Batch(writer.session(), clock.instant(), needs);
    for (Pending<?> pending : changes) {
      if (ticker.getAsLong() - pending.since > waitLimit.toNanos()) {
        pending.failWith(waitedTooLong());
      } else {
        pending.decide(batch);
      }
    }
    batch.commit();
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
        run(List.of(pending));
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
