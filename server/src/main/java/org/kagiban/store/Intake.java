package org.kagiban.store;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.kagiban.verification.OverloadedException;
import org.kagiban.verification.UnavailableException;
import org.kagiban.verification.UnavailableException.Part;

/** Changes that wait for the committer. Bounded; what does not fit is refused. Thread-safe. */
final class Intake {
  private final BlockingQueue<Pending<?>> queue;
  private volatile boolean closed;

  Intake(int capacity) {
    queue = new ArrayBlockingQueue<>(capacity);
  }

  void offer(Pending<?> pending) {
    if (closed || !queue.offer(pending)) {
      refuse(pending);
      return;
    }
    // The committer may have looked for the last time in between.
    if (closed && queue.remove(pending)) {
      refuse(pending);
    }
  }

  private void refuse(Pending<?> pending) {
    pending.future.completeExceptionally(
        closed
            ? new UnavailableException(Part.STORE_UNAVAILABLE, "the store is closed")
            : new OverloadedException("store"));
  }

  /** Waits for the first, then takes all that is there, up to a limit. */
  void take(List<Pending<?>> into, int most, long waitNanos) {
    try {
      Pending<?> first = queue.poll(waitNanos, TimeUnit.NANOSECONDS);
      if (first != null) {
        into.add(first);
        queue.drainTo(into, most - 1);
      }
    } catch (InterruptedException e) {
      // Nobody is meant to interrupt the committer; it ends by close() alone.
      return;
    }
  }

  /** Takes what is there, without waiting, until there are so many in all. */
  void join(List<Pending<?>> taken, int most) {
    queue.drainTo(taken, Math.max(0, most - taken.size()));
  }

  /**
   * Refuses from now on.
   *
   * @param last wakes the committer
   */
  void close(Pending<?> last) {
    closed = true;
    boolean ignored = queue.offer(last);
  }

  /** Whether nothing will come any more. */
  boolean ended() {
    return closed && queue.isEmpty();
  }

  int size() {
    return queue.size();
  }

  boolean closed() {
    return closed;
  }
}
