package org.kagiban.hsm;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges a partition's library for a fresh one when it has lost too much memory: finalised,
 * initialised again, logged in, with the same keys under other handles. Calls wait meanwhile, some
 * tens of milliseconds with SoftHSM, and none fails. Unwrapped seeds are unwrapped again as they
 * are asked for. Thread-safe.
 */
final class Exchange implements Library.Tenant {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private final Partition partition;
  private final Library library;
  private final Leak leak;

  Exchange(Partition partition, Library library, Leak leak) {
    this.partition = partition;
    this.library = library;
    this.leak = leak;
  }

  /**
   * From now on.
   *
   * @param thread on which it looks
   */
  void begin(Reopener thread) {
    library.enlist(this);
    if (leak.possible()) {
      thread.every(Leak.PERIOD_MILLIS, this::ifDue);
    }
  }

  private void ifDue() {
    try {
      Generation generation = partition.current();
      if (generation != null && leak.due(generation)) {
        boolean unused = now(generation);
      }
    } catch (RuntimeException e) {
      LOG.error("the HSM's library could not be exchanged: {}", e.getMessage());
    }
  }

  /**
   * Does it.
   *
   * @return false where somebody needs the handles that there are, or does not return from a call:
   *     then nothing has changed
   */
  boolean now(Generation generation) {
    long start = System.nanoTime();
    long destroyed = generation.instance().destroyed();
    if (!library.exchange(generation.instance())) {
      return false;
    }
    LOG.info(
        "the HSM's library was exchanged for a fresh one after {} destroyed objects: calls waited"
            + " {} ms",
        destroyed,
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    return true;
  }

  @Override
  public boolean canMove() {
    Generation generation = partition.current();
    return generation == null || leak.mayMove(generation);
  }

  @Override
  public void move(Library.Instance next) {
    Generation old = partition.current();
    if (old == null) {
      return;
    }
    try {
      Opening.Opened opened = partition.openOn(next);
      if (!partition.replace(old, opened)) {
        opened.generation().retire();
      }
    } catch (HsmSetupException e) {
      refused(old, e);
    } catch (RuntimeException e) {
      partition.lost(old, String.valueOf(e.getMessage()));
    }
  }

  private void refused(Generation old, HsmSetupException e) {
    String why = String.valueOf(e.getMessage());
    if (!e.pinRefused()) {
      partition.lost(old, why);
    } else if (partition.lose(old, why)) {
      // The PIN is not sent once more: the HSM counts.
      LOG.error("partition {} is lost: {}", partition.label(), why);
    }
  }

  @Override
  public void stranded(String why) {
    Generation old = partition.current();
    if (old != null) {
      partition.lost(old, why);
    }
  }
}
