package org.kagiban.hsm;

import static org.kagiban.verification.UnavailableException.Part.HSM_UNAVAILABLE;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.kagiban.verification.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread and its session: takes jobs while there are any, sleeps while there are none. */
final class Worker implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private final Partition partition;
  private final JobQueue queue;
  private final Thread thread;
  private final AtomicBoolean asleep = new AtomicBoolean();
  private volatile @Nullable Job<?> running;
  private volatile long runningSinceNanos;

  /** How long the HSM kept it for its last job. */
  private volatile long lastNanos;

  private volatile boolean stopped;
  private @Nullable HsmSession session;

  Worker(Partition partition, JobQueue queue, int number) {
    this.partition = partition;
    this.queue = queue;
    this.thread = new Thread(this, "hsm-" + number);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Wakes it if it sleeps; returns false where it does not, and looks at the queue by itself. */
  boolean wake() {
    if (asleep.get() && asleep.compareAndSet(true, false)) {
      LockSupport.unpark(thread);
      return true;
    }
    return false;
  }

  /** What it is doing, null while it does nothing. */
  @Nullable Job<?> running() {
    return running;
  }

  /** How long the HSM has kept it, 0 while it does nothing. */
  long busyNanos(long nowNanos) {
    long since = runningSinceNanos;
    return running == null ? 0 : nowNanos - since;
  }

  /**
   * How long jobs before a new one may take if it serves them all, in nanoseconds; {@link
   * Long#MAX_VALUE} where it sleeps, or its HSM does not answer at once.
   *
   * @param most nanoseconds that an HSM at hand takes for a job
   */
  long waitNanos(int jobs, long most, long nowNanos) {
    long last = lastNanos;
    return asleep.get() || last > most || busyNanos(nowNanos) > most ? Long.MAX_VALUE : jobs * last;
  }

  /** Lets it end once the queue is empty. */
  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  boolean awaitEnd(long millis) throws InterruptedException {
    thread.join(millis);
    return !thread.isAlive();
  }

  @Override
  public void run() {
    while (true) {
      Job<?> job = queue.poll();
      if (job != null) {
        process(job);
      } else if (stopped) {
        closeSession();
        return;
      } else {
        sleep();
      }
    }
  }

  private void sleep() {
    asleep.set(true);
    // A job that came before the flag was seen wakes nobody: look once more.
    while (asleep.get() && queue.peek() == null && !stopped) {
      LockSupport.park(this);
    }
    asleep.set(false);
  }

  private void process(Job<?> job) {
    if (job.isDone()) {
      return;
    }
    runningSinceNanos = System.nanoTime();
    running = job;
    Job.Ready ready;
    try {
      ready = compute(job);
    } catch (Throwable failure) {
      ready = () -> job.completeExceptionally(failure);
    }
    lastNanos = System.nanoTime() - runningSinceNanos;
    running = null;
    ready.publish();
  }

  private Job.Ready compute(Job<?> job) {
    Generation generation = partition.enter();
    try {
      HsmSession mine = sessionOf(generation);
      try {
        return job.run(mine);
      } finally {
        doubt(mine);
      }
    } catch (HsmException e) {
      if (e.lost()) {
        partition.lost(generation, e);
      } else if (e.code() == Ckr.OPERATION_ACTIVE) {
        closeSession();
      }
      throw new UnavailableException(HSM_UNAVAILABLE, "the HSM failed: " + e.getMessage(), e);
    } finally {
      generation.leave();
    }
  }

  /**
   * Where a key was gone, all may be: one that comes back by itself would find some of its keys
   * void for ever, those that were used meanwhile.
   */
  private void doubt(HsmSession used) {
    if (!used.tookVoidHandle()) {
      return;
    }
    try {
      Ping.run(partition, used);
    } catch (HsmException e) {
      LOG.debug("a key was gone, and the partition with it", e);
    }
  }

  private HsmSession sessionOf(Generation generation) {
    HsmSession mine = session;
    if (mine == null || mine.generation() != generation) {
      // Mostly the old one went with its library's C_Finalize.
      closeSession();
      mine = generation.openSession();
      session = mine;
    }
    return mine;
  }

  private void closeSession() {
    HsmSession old = session;
    session = null;
    if (old == null || !old.generation().enter()) {
      return;
    }
    try {
      old.close();
    } catch (HsmException e) {
      LOG.debug("closing a session: {}", e.getMessage());
    } finally {
      old.generation().leave();
    }
  }
}
