package org.kagiban.app.bench;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * CPU time of the client and of the server, each process as a whole: user and system time of all
 * its threads, garbage collector, compiler and native libraries included. Linux counts in steps of
 * 10 ms.
 */
final class CpuMeter {
  private final @Nullable ProcessHandle client;
  private final ProcessHandle server;

  CpuMeter(@Nullable ProcessHandle client, ProcessHandle server) {
    this.client = client;
    this.server = server;
  }

  /** For what a server does without a client. */
  static CpuMeter ofThisProcess() {
    return new CpuMeter(null, ProcessHandle.current());
  }

  Reading read() {
    return new Reading(client == null ? Duration.ZERO : of(client), of(server));
  }

  private static Duration of(ProcessHandle process) {
    Optional<Duration> used = process.info().totalCpuDuration();
    return used.orElseThrow(() -> new BenchException("the CPU time cannot be read"));
  }

  /** What was used up to a moment, or between two. */
  record Reading(Duration client, Duration server) {
    Reading minus(Reading earlier) {
      return new Reading(client.minus(earlier.client), server.minus(earlier.server));
    }
  }
}
