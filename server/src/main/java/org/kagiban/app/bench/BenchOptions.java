package org.kagiban.app.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * How to measure.
 *
 * @param seconds of each phase
 * @param warmUp seconds of Verify that do not count, at least; see {@link WarmUp}
 * @param tokens at least {@code inFlight}
 * @param inFlight calls at the same time at full load
 * @param connections of the client
 * @param phases besides Verify at full load
 * @param codes that customers type
 * @param hsm how the server uses its HSM
 * @param parent where to put the folder that is made for the run
 * @param serverJvm more options of the server's JVM
 */
record BenchOptions(
    double seconds,
    double warmUp,
    int tokens,
    int inFlight,
    int connections,
    Set<Phase> phases,
    Codes codes,
    HsmUse hsm,
    Path parent,
    List<String> serverJvm) {
  boolean has(Phase phase) {
    return phases.contains(phase);
  }
}
