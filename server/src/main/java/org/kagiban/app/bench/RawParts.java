package org.kagiban.app.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.kagiban.hsm.HeldSeeds;
import org.kagiban.hsm.HsmWorkers;
import org.kagiban.otp.Hmac;
import org.kagiban.otp.HotpCode;
import org.kagiban.store.RowWriter;
import org.kagiban.verification.WrappedSeed;

/**
 * What a Verify is made of besides the call, each by itself and on one thread: HMACs, unwraps, and
 * durable rows. Counts this process's CPU time, so nothing else may run meanwhile.
 */
final class RawParts {
  /** Seeds that one job of the HSM's takes, so that handing it over costs each little. */
  private static final int SEEDS = 20;

  /** Rows in a transaction. */
  private static final int BATCH = 100;

  private static final long PATIENCE_SECONDS = 30;

  private RawParts() {}

  /** Seeds of which each has its turn, as in a Verify; by their places. */
  @FunctionalInterface
  interface Seeds {
    CompletableFuture<Integer> with(List<Integer> places, Function<List<Hmac>, Integer> job);
  }

  /** One HMAC for each seed in turn. */
  static Cost hmac(Seeds seeds, int count, double warmUp, double seconds) {
    long[] turn = {0};
    Step step =
        () -> {
          long first = turn[0];
          turn[0] += SEEDS;
          byte[] message = HotpCode.message(first);
          return await(
              seeds.with(
                  places(first, count),
                  hmacs -> {
                    hmacs.forEach(hmac -> hmac.compute(message));
                    return hmacs.size();
                  }));
        };
    run(step, warmUp);
    return run(step, seconds);
  }

  private static List<Integer> places(long first, int count) {
    return LongStream.range(first, first + SEEDS).mapToObj(at -> (int) (at % count)).toList();
  }

  /** Each row in turn, unwrapped and destroyed. */
  static Cost unwrap(HsmWorkers workers, List<WrappedSeed> rows, double warmUp, double seconds) {
    long[] turn = {0};
    Step step =
        () -> {
          List<Integer> places = places(turn[0], rows.size());
          turn[0] += SEEDS;
          return await(
              HeldSeeds.unwrapAndDestroy(workers, places.stream().map(rows::get).toList()));
        };
    run(step, warmUp);
    return run(step, seconds);
  }

  static <T> T await(CompletableFuture<T> done) {
    try {
      return done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new BenchException("a part could not be measured: " + e.getMessage(), e);
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
