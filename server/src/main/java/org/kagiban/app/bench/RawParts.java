package org.kagiban.app.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.kagiban.hsm.ResidentSeeds;
import org.kagiban.otp.HotpCode;
import org.kagiban.store.RowWriter;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.SeedRef;

/**
 * What a Verify is made of besides the call, each by itself and on one thread: HMACs over resident
 * seeds, and durable rows. Counts this process's CPU time, so nothing else may run meanwhile.
 */
final class RawParts {
  /** HMACs under one seed before the next one's turn. */
  private static final int HMACS = 20;

  /** Rows in a transaction. */
  private static final int BATCH = 100;

  private static final long PATIENCE_SECONDS = 30;

  private RawParts() {}

  static Cost hmac(ResidentSeeds macs, List<SeedRef> seeds, double warmUp, double seconds) {
    int[] turn = {0};
    Step step =
        () -> {
          SeedRef seed = seeds.get(turn[0]++ % seeds.size());
          long first = turn[0];
          await(macs, seed, first);
          return HMACS;
        };
    run(step, warmUp);
    return run(step, seconds);
  }

  private static void await(ResidentSeeds macs, SeedRef seed, long first) {
    try {
      int unused =
          macs.with(
                  seed,
                  HashAlgorithm.SHA1,
                  hmac -> {
                    int sum = 0;
                    for (int i = 0; i < HMACS; i++) {
                      sum += hmac.compute(HotpCode.message(first + i))[0];
                    }
                    return sum;
                  })
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new BenchException("the HSM computed no HMAC", e);
    }
  }

  static Cost rows(Path database, int tokens, double warmUp, double seconds) {
    try (RowWriter writer = new RowWriter(database, tokens)) {
      Step step =
          () -> {
            long unused = writer.run(BATCH, BATCH);
            return BATCH;
          };
      run(step, warmUp);
      return run(step, seconds);
    }
  }

  /** Does something a number of times and says how many. */
  private interface Step {
    int run();
  }

  private static Cost run(Step step, double seconds) {
    CpuMeter cpu = CpuMeter.ofThisProcess();
    CpuMeter.Reading before = cpu.read();
    long start = System.nanoTime();
    long deadline = start + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    long done = 0;
    while (System.nanoTime() - deadline < 0) {
      done += step.run();
    }
    double elapsed = System.nanoTime() - start;
    double micros = cpu.read().minus(before).server().toNanos() / 1e3;
    return new Cost(done * 1e9 / elapsed, micros / done);
  }
}
