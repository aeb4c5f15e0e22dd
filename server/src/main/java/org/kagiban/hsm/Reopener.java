package org.kagiban.hsm;

import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries to reopen a lost partition, ever more slowly, until it succeeds or the PIN is refused. */
final class Reopener {
  private static final Logger LOG = LoggerFactory.getLogger(Reopener.class);
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final Consumer<Library.Instance> attempt;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "hsm-reopen");
            made.setDaemon(true);
            return made;
          });

  /** The library's instance that is known to be of no use; touched by {@link #thread} only. */
  private Library.@Nullable Instance useless;

  Reopener(Consumer<Library.Instance> attempt) {
    this.attempt = attempt;
  }

  void start(Library.Instance lost) {
    schedule(
        () -> {
          useless = lost;
          tryOnce(FIRST_PAUSE_MILLIS);
        },
        0);
  }

  /** Does something over and over on the same thread, between two attempts. */
  void every(long millis, Runnable task) {
    var unused = thread.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Says that {@code instance} did not lead to an open partition either. */
  void tried(Library.Instance instance) {
    useless = instance;
  }

  private void tryOnce(long pauseMillis) {
    Library.Instance seen = useless;
    if (seen == null) {
      return;
    }
    try {
      attempt.accept(seen);
      useless = null;
    } catch (HsmSetupException e) {
      LOG.error("reopening failed: {}", e.getMessage());
      if (!e.pinRefused()) {
        again(pauseMillis);
      }
    } catch (RuntimeException e) {
      LOG.error("reopening failed: {}", e.getMessage());
      again(pauseMillis);
    }
  }

  private void again(long pauseMillis) {
    long next = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
    schedule(() -> tryOnce(next), pauseMillis);
  }

  private void schedule(Runnable task, long delayMillis) {
    try {
      var unused = thread.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed while reopening");
    }
  }

  /** Waits for a running attempt. */
  void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("an attempt to reopen is still stuck in the HSM's library");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
