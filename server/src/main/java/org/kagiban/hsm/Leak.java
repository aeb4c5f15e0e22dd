package org.kagiban.hsm;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a library loses of this process's memory. SoftHSM keeps some bytes of each destroyed object
 * until C_Finalize, and a server whose customers do not fit among its unwrapped seeds destroys
 * thousands of them a second. So the library is exchanged for a fresh one whenever it has lost
 * {@link #MOST_BYTES}; what it lost before is used again, and memory stays below that.
 */
final class Leak {
  /** How often it is looked at. */
  static final long PERIOD_MILLIS = 1000;

  /**
   * Low, for it is memory that serves nobody; high enough for SoftHSM to last some 140,000 seeds.
   */
  static final long MOST_BYTES = 32L << 20;

  /** Whoever needs handles for so long that this much is lost is told to begin anew. */
  private static final long HELD_BYTES = 16 * MOST_BYTES;

  /** To read so many again takes as long as calls may wait: SoftHSM reads 20,000 a second. */
  static final int MOST_RESIDENT = 5_000;

  private static final Logger LOG = LoggerFactory.getLogger(Leak.class);

  private final long bytesPerObject;
  private final AtomicBoolean told = new AtomicBoolean();

  /**
   * @param bytesPerObject 0 for none
   */
  Leak(long bytesPerObject) {
    this.bytesPerObject = bytesPerObject;
  }

  boolean possible() {
    return bytesPerObject > 0;
  }

  boolean due(Generation generation) {
    return lost(generation) >= MOST_BYTES;
  }

  /** Whether nobody has handles that must outlive a job, and to open it anew is quick. */
  boolean mayMove(Generation generation) {
    if (generation.seeds().size() > MOST_RESIDENT) {
      if (told.compareAndSet(false, true)) {
        LOG.warn(
            "the HSM's library loses memory and is not exchanged, for it would take too long with"
                + " {} resident seeds: restart the server when it has grown too large",
            generation.seeds().size());
      }
      return false;
    }
    return !generation.isHeld() || lost(generation) >= HELD_BYTES;
  }

  private long lost(Generation generation) {
    return bytesPerObject * generation.instance().destroyed();
  }
}
