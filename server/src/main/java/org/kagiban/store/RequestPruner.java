package org.kagiban.store;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Forgets the answers to old requests, a few at a time between batches, so that no batch waits long
 * for it. Of the committer's thread.
 */
final class RequestPruner {
  /**
   * With {@link #SOON_NANOS}: up to 25,000 a second, more than is written, about 2 ms each time.
   */
  private static final int MOST = 500;

  private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LATER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Duration retention;
  private final Clock clock;
  private final LongSupplier ticker;
  private long next;

  RequestPruner(Duration retention, Clock clock, LongSupplier ticker) {
    this.retention = retention;
    this.clock = clock;
    this.ticker = ticker;
    next = ticker.getAsLong();
  }

  /** How long nothing is to be done, 0 or less where it is time. */
  long waitNanos() {
    return next - ticker.getAsLong();
  }

  void prune(WriterSession session) throws SQLException {
    int forgotten = session.forgetRequests(clock.instant().minus(retention), MOST);
    next = ticker.getAsLong() + (forgotten == MOST ? SOON_NANOS : LATER_NANOS);
  }
}
