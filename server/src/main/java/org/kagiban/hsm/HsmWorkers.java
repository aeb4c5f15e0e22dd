package org.kagiban.hsm;

import static org.kagiban.verification.UnavailableException.Part.HSM_UNAVAILABLE;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.kagiban.custody.ceremony.KeyCheck;
import org.kagiban.verification.OverloadedException;
import org.kagiban.verification.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that serve from the HSM, each with a session of its own, behind one bounded queue.
 * Thread-safe.
 *
 * <p>A call into an HSM's library cannot be interrupted. One that does not return keeps its worker;
 * its caller is told after {@link HsmConfig#callLimit}, and {@link #healthy} is false until it
 * returns.
 */
public final class HsmWorkers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HsmWorkers.class);

  /** What an HSM in this machine takes for a job at most; one behind a network takes more. */
  private static final long AT_HAND_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  /** What a job may wait for a worker that is awake before another one is woken. */
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Partition partition;
  private final JobQueue queue;
  private final Worker[] workers;
  private final long limitNanos;
  private final ScheduledExecutorService watchdog;
  private volatile boolean closed;

  /** Starts the threads. The partition stays the caller's, to be closed after this. */
  public HsmWorkers(Partition partition) {
    HsmConfig config = partition.config();
    this.partition = partition;
    this.queue = new JobQueue(config.queueCapacity());
    this.limitNanos = config.callLimit().toNanos();
    List<Worker> made = new ArrayList<>();
    for (int i = 1; i <= config.workers(); i++) {
      made.add(new Worker(partition, queue, i));
    }
    this.workers = made.toArray(new Worker[0]);
    this.watchdog = Executors.newSingleThreadScheduledExecutor(HsmWorkers::watchdogThread);
    made.forEach(Worker::start);
    // A job is late by a quarter of its limit at most, and no job costs a timer of its own.
    long period = limitNanos / 4;
    var unused =
        watchdog.scheduleWithFixedDelay(this::failLate, period, period, TimeUnit.NANOSECONDS);
  }

  private static Thread watchdogThread(Runnable task) {
    Thread thread = new Thread(task, "hsm-watchdog");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Runs a job on a worker. What depends on the future runs on that worker, so it must not block.
   *
   * @return fails with {@link OverloadedException} where the queue is full; with {@link
   *     UnavailableException} where the HSM is lost, a PKCS#11 function fails (the cause is an
   *     {@link HsmException}), or the job has waited and run longer than the limit: then it may
   *     still be done; otherwise with what the job threw
   */
  public <T> CompletableFuture<T> submit(HsmJob<T> work) {
    return enqueue(Job.of(work));
  }

  /** As {@link #submit}; a job that is not done after it ran may come again. */
  <T> Job<T> enqueue(Job<T> job) {
    if (closed) {
      job.completeExceptionally(closedException());
    } else if (queue.offer(job)) {
      wakeOne();
    } else {
      job.completeExceptionally(new OverloadedException("HSM"));
    }
    return job;
  }

  /** As {@link #submit}, past a full queue: for what tidies up and is bounded by other means. */
  CompletableFuture<Boolean> tidy(Consumer<HsmSession> work) {
    Job<Boolean> job =
        Job.of(
            session -> {
              work.accept(session);
              return true;
            });
    queue.force(job);
    wakeOne();
    return job;
  }

  /** How many jobs wait for a worker. */
  public int waiting() {
    return queue.size();
  }

  /** Whether jobs wait for a worker. */
  boolean pressed() {
    return queue.size() > 0;
  }

  int count() {
    return workers.length;
  }

  /**
   * Wakes a worker, unless one that is awake will come to the last job soon. To wake a thread costs
   * as much as a job in an HSM at hand, and software HSMs let two threads in only one after the
   * other; an HSM behind a network is asked by as many at once as there are.
   */
  private void wakeOne() {
    int waiting = queue.size();
    long now = System.nanoTime();
    for (Worker worker : workers) {
      if (worker.waitNanos(waiting, AT_HAND_NANOS, now) < PATIENCE_NANOS) {
        return;
      }
    }
    for (Worker worker : workers) {
      if (worker.wake()) {
        return;
      }
    }
  }

  /**
   * Whether the partition is open and no worker is stuck in the HSM. Cheap; asks the HSM nothing.
   */
  public boolean healthy() {
    if (closed || !partition.isOpen()) {
      return false;
    }
    long now = System.nanoTime();
    for (Worker worker : workers) {
      if (worker.busyNanos(now) > limitNanos) {
        return false;
      }
    }
    return true;
  }

  /** {@link Ping} on a worker. */
  public CompletableFuture<Void> ping() {
    return submit(HsmWorkers.this::pingOn);
  }

  /** As {@link #ping}, and says the request key's check value, for others to compare. */
  CompletableFuture<KeyCheck> checkRequestKey() {
    return submit(
        session -> {
          try {
            return KeyChecks.hmac(session, session.generation().keys().requestKey());
          } catch (HsmException e) {
            partition.lost(session.generation(), e);
            throw e;
          }
        });
  }

  @SuppressWarnings("NullAway") // a CompletableFuture<Void> holds nothing but null
  private Void pingOn(HsmSession session) {
    Ping.run(partition, session);
    return null;
  }

  private void failLate() {
    long now = System.nanoTime();
    for (Worker worker : workers) {
      Job<?> job = worker.running();
      if (job != null && job.ageNanos(now) > limitNanos && job.completeExceptionally(late())) {
        LOG.error("an HSM job has not returned within {} ms", limitNanos / 1_000_000);
      }
    }
    Job<?> oldest = queue.peek();
    if (oldest != null) {
      // The worker that was to come to it may have got stuck since.
      wakeOne();
    }
    while (oldest != null && oldest.ageNanos(now) > limitNanos) {
      if (queue.remove(oldest)) {
        oldest.completeExceptionally(late());
      }
      oldest = queue.peek();
    }
  }

  private UnavailableException late() {
    return new LateException(limitNanos / 1_000_000);
  }

  private static UnavailableException closedException() {
    return new UnavailableException(HSM_UNAVAILABLE, "the HSM's workers are closed");
  }

  Partition partition() {
    return partition;
  }

  /** Takes no more jobs, lets those that wait finish within the limit, then ends the threads. */
  @Override
  public void close() {
    closed = true;
    for (Worker worker : workers) {
      worker.stop();
    }
    try {
      for (Worker worker : workers) {
        if (!worker.awaitEnd(2 * TimeUnit.NANOSECONDS.toMillis(limitNanos))) {
          LOG.warn("a worker is still stuck in the HSM's library");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    watchdog.shutdownNow();
    for (Job<?> job = queue.poll(); job != null; job = queue.poll()) {
      job.completeExceptionally(closedException());
    }
  }
}
