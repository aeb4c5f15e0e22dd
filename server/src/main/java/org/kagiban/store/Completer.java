package org.kagiban.store;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes futures in order of commit, on a thread of its own, so that what their callers do next
 * runs while the committer waits for the disk. Callers that are slow for long hold the committer
 * up, which is meant.
 */
final class Completer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Completer.class);

  /** Batches that wait. */
  private static final int CAPACITY = 4;

  private static final List<Pending<?>> END = List.of();

  private final BlockingQueue<List<Pending<?>>> batches = new ArrayBlockingQueue<>(CAPACITY);
  private final Thread thread = Daemons.thread("store-completer", this::run);

  Completer() {
    thread.start();
  }

  /**
   * @param batch not empty, and not to be changed any more
   */
  void complete(List<Pending<?>> batch) {
    put(batch);
  }

  private void put(List<Pending<?>> batch) {
    boolean interrupted = false;
    while (true) {
      try {
        batches.put(batch);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (true) {
      try {
        List<Pending<?>> batch = batches.take();
        if (batch.isEmpty()) {
          return;
        }
        batch.forEach(Pending::complete);
      } catch (InterruptedException e) {
        LOG.warn("somebody interrupts the completer, which must go on: callers wait");
      }
    }
  }

  /** Completes all that was handed over, then ends. */
  @Override
  public void close() {
    put(END);
    Daemons.join(thread);
  }
}
