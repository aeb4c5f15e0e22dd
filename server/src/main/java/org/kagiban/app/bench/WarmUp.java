package org.kagiban.app.bench;

import java.lang.management.ManagementFactory;
import java.util.function.DoubleConsumer;

/**
 * Runs what is going to be measured until the JVMs' compilers have little left to do: while they
 * compile, their time is in every figure, and half of the machine may be theirs. Ends after four
 * times what was asked for in any case, and the report says what the compilers still took.
 */
final class WarmUp {
  /** Rounds that the least time is parted into. */
  private static final int ROUNDS = 4;

  /** Of one processor. */
  private static final double QUIET = 0.1;

  private final ServerProcess server;
  private final double least;

  /**
   * @param least seconds
   */
  WarmUp(ServerProcess server, double least) {
    this.server = server;
    this.least = least;
  }

  /**
   * @param round does it for some seconds
   */
  void run(DoubleConsumer round) {
    double seconds = least / ROUNDS;
    long before = compilerMillis();
    for (int done = 1; done <= ROUNDS * ROUNDS; done++) {
      round.accept(seconds);
      long now = compilerMillis();
      if (done >= ROUNDS && now - before < QUIET * seconds * 1000) {
        return;
      }
      before = now;
    }
  }

  /** What the compilers of both JVMs have taken so far, milliseconds. */
  long compilerMillis() {
    server.order(BenchServer.COMPILER);
    long theirs = Long.parseLong(server.answer(30)[0]);
    return theirs + ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
  }
}
