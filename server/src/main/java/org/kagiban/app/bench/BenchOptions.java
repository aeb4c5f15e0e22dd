package org.kagiban.app.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * How to measure.
 *
 * @param seconds of each phase
 * @param warmUp seconds of Verify that do not count; the other phases have as much or less
 * @param tokens at least {@code inFlight}
 * @param inFlight calls at the same time at full load
 * @param connections of the client
 * @param parent where to put the folder that is made for the run
 * @param serverJvm more options of the server's JVM
 */
record BenchOptions(
    double seconds,
    double warmUp,
    int tokens,
    int inFlight,
    int connections,
    Path parent,
    List<String> serverJvm) {}
