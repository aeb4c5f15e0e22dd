package org.kagiban.hsm;

import static org.kagiban.verification.UnavailableException.Part.HSM_UNAVAILABLE;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.kagiban.token.SeedRef;
import org.kagiban.verification.UnavailableException;

/**
 * Looks for seeds that another server on the same HSM, or the vendor's cloning, has made since this
 * generation's inventory. A search goes through the whole partition: so one is for all who wait for
 * it, finds whatever is new, and the next begins a second later at the earliest. Until then a seed
 * that it did not find is not there. Thread-safe.
 */
final class SeedSearch {
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Longer, and those who wait would keep the workers from everybody else. */
  private static final long PATIENCE_MILLIS = 200;

  private final SeedHandles seeds;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock. */
  private int searches;

  /** When the last one began; guarded by the lock. */
  private long begun;

  SeedSearch(SeedHandles seeds) {
    this.seeds = seeds;
  }

  /**
   * @return {@link SeedHandles#NOT_THERE} where there is none
   * @throws UnavailableException where there is more than one, or others are still searching
   */
  long find(HsmSession session, SeedRef ref) {
    long asked = System.nanoTime();
    if (!seeds.has(ref)) {
      enter(ref);
      try {
        if (!seeds.has(ref) && due(asked)) {
          begun = System.nanoTime();
          searches++;
          SeedObjects.addNew(session, seeds);
        }
      } finally {
        lock.unlock();
      }
    }
    return seeds.find(ref);
  }

  private void enter(SeedRef ref) {
    try {
      if (lock.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new UnavailableException(
        HSM_UNAVAILABLE, "the HSM's partition is still being searched for seed " + ref);
  }

  /** One that began after it was asked for has looked for this seed too. */
  private boolean due(long asked) {
    return searches == 0 || (begun - asked < 0 && System.nanoTime() - begun >= INTERVAL_NANOS);
  }

  /** How many there were. */
  int searches() {
    lock.lock();
    try {
      return searches;
    } finally {
      lock.unlock();
    }
  }
}
