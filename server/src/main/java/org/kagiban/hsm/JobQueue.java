package org.kagiban.hsm;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Jobs that wait, first in first out, no more than its capacity. Thread-safe, never blocks. */
final class JobQueue {
  private final ConcurrentLinkedQueue<Job<?>> jobs = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final int capacity;

  JobQueue(int capacity) {
    this.capacity = capacity;
  }

  /** Returns false where the queue is full. */
  boolean offer(Job<?> job) {
    if (size.incrementAndGet() > capacity) {
      size.decrementAndGet();
      return false;
    }
    return jobs.offer(job);
  }

  /** Takes a job in even where the queue is full: for the few that tidy up. */
  void force(Job<?> job) {
    size.incrementAndGet();
    jobs.add(job);
  }

  @Nullable Job<?> poll() {
    Job<?> job = jobs.poll();
    if (job != null) {
      size.decrementAndGet();
    }
    return job;
  }

  @Nullable Job<?> peek() {
    return jobs.peek();
  }

  /** Returns false where a worker has taken it meanwhile. */
  boolean remove(Job<?> job) {
    boolean removed = jobs.remove(job);
    if (removed) {
      size.decrementAndGet();
    }
    return removed;
  }

  int size() {
    return size.get();
  }
}
