package org.kagiban.app.bench;

/**
 * What a Verify must do in any case, each by itself.
 *
 * @param empty calls that do nothing
 */
record Parts(Measured empty, Cost hmac, Cost rows) {
  /** CPU time of all three, microseconds. */
  double cpuMicros() {
    return empty.cost().cpuMicros() + hmac.cpuMicros() + rows.cpuMicros();
  }
}
