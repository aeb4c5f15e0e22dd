package org.kagiban.app.bench;

/**
 * Verify at full load.
 *
 * @param compilerMillis what the compilers of both JVMs took of it, milliseconds
 * @param residentMib the server's memory at its end
 */
record FullLoad(Measured measured, long compilerMillis, double residentMib) {
  /** The load generator's share of the CPU time. */
  double clientShare() {
    return measured.clientMicros() / measured.cost().cpuMicros();
  }

  /** Of one processor, while it was measured. */
  double compilerShare() {
    return compilerMillis * 1e6 / measured.nanos();
  }
}
