package org.kagiban.app.bench;

import java.util.concurrent.locks.LockSupport;
import org.kagiban.hsm.HsmObserver;
import org.kagiban.hsm.HsmOperation;

/**
 * Makes each use of a key take longer, as an HSM behind a network would: the thread that waited for
 * the library waits on, and holds its session meanwhile.
 *
 * @param nanos how much longer
 */
record Latency(long nanos) implements HsmObserver {
  /** Tells the measured process, in milliseconds. */
  static final String PROPERTY = "kagiban.bench.hsm-latency-millis";

  /** What this process was told. */
  static Latency ofThisProcess() {
    return new Latency((long) (Double.parseDouble(System.getProperty(PROPERTY, "0")) * 1e6));
  }

  @Override
  public void did(HsmOperation operation, long took) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
  }
}
