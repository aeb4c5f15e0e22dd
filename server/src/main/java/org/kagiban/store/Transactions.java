package org.kagiban.store;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
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

  private final Writer writer;
  private final Duration waitLimit;
  private final Clock clock;
  private final LongSupplier ticker;

  Transactions(Writer writer, Duration waitLimit, Clock clock, LongSupplier ticker) {
    this.writer = writer;
    this.waitLimit = waitLimit;
    this.clock = clock;
    this.ticker = ticker;
  }

  /** Leaves every change with its outcome; never throws. */
  void run(List<Pending<?>> changes) {
    try {
      commit(changes);
      writer.succeeded();
    } catch (SQLException e) {
      if (WriterSession.isBrokenRule(e)) {
        findGuilty(changes, e);
      } else {
        fail(changes, e);
      }
    } catch (RuntimeException | Error e) {
      fail(changes, e);
    }
  }

  private void commit(List<Pending<?>> changes) throws SQLException {
    Batch batch = new Batch(writer.session(), clock.instant());
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
