package org.kagiban.app;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.kagiban.custody.batch.SpoolKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks through the spool at start and every few minutes: sealed seed files do not lie about. */
final class SpoolSweep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolSweep.class);
  private static final long MINUTES = 5;

  private final SpoolKeeper keeper;
  private final ScheduledExecutorService timer;

  SpoolSweep(SpoolKeeper keeper) {
    this.keeper = keeper;
    timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "spool-sweep");
              thread.setDaemon(true);
              return thread;
            });
    var unused = timer.scheduleWithFixedDelay(this::sweep, 0, MINUTES, TimeUnit.MINUTES);
  }

  private void sweep() {
    try {
      int removed = keeper.sweep();
      if (removed > 0) {
        LOG.info("removed {} seed files that nothing needs any more from the spool", removed);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("the spool could not be looked through: {}", e.toString());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
