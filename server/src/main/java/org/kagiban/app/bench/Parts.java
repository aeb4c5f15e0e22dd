package org.kagiban.app.bench;

import org.jspecify.annotations.Nullable;

/**
 * What a Verify must do in any case, each by itself.
 *
 * @param empty calls that do nothing
 * @param unwrap of a stored seed; null where the HSM holds all that take turns
 */
record Parts(Measured empty, Cost hmac, @Nullable Cost unwrap, Cost rows) {
  /** CPU time of all, microseconds. */
  double cpuMicros() {
    double unwraps = unwrap == null ? 0 : unwrap.cpuMicros();
    return empty.cost().cpuMicros() + hmac.cpuMicros() + unwraps + rows.cpuMicros();
  }
}
