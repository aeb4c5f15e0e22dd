package org.kagiban.app.bench;

import org.jspecify.annotations.Nullable;

/**
 * What one run measured; README.md says what each figure means. Null is what was left out.
 *
 * @param full Verify at full load
 * @param half Verify at half that rate
 * @param log at full load, with the log's tree and checkpoints and without
 * @param overload where three times that rate was offered
 * @param parts of a Verify
 * @param fileSystem of the store
 */
record BenchResult(
    FullLoad full,
    @Nullable Measured half,
    @Nullable LogCost log,
    Overload.@Nullable Outcome overload,
    @Nullable Parts parts,
    BenchOptions options,
    String fileSystem) {
  Measured verify() {
    return full.measured();
  }

  /** What is left of the rate at full load. */
  double goodputShare(Overload.Outcome outcome) {
    return outcome.goodPerSecond() / verify().perSecond();
  }

  /** CPU time of a Verify over that of its parts. */
  double overheadFactor(Parts each) {
    return verify().cost().cpuMicros() / each.cpuMicros();
  }
}
