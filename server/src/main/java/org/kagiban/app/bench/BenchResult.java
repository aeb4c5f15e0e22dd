package org.kagiban.app.bench;

/**
 * What one run measured; README.md says what each figure means.
 *
 * @param verify at full load
 * @param half at half that rate
 * @param log at full load, with the log's tree and checkpoints and without
 * @param fileSystem of the store
 * @param overload where three times that rate was offered
 */
record BenchResult(
    Measured empty,
    Cost hmac,
    Cost rows,
    Measured verify,
    Measured half,
    LogCost log,
    Overload.Outcome overload,
    BenchOptions options,
    String fileSystem) {

  /** CPU time of the three parts of a Verify, microseconds. */
  double partsMicros() {
    return empty.cost().cpuMicros() + hmac.cpuMicros() + rows.cpuMicros();
  }

  /** What is left of the rate at full load where three times as much is offered. */
  double goodputShare() {
    return overload.goodPerSecond() / verify.perSecond();
  }

  /** CPU time of a Verify over that of its parts. */
  double overheadFactor() {
    return verify.cost().cpuMicros() / partsMicros();
  }
}
