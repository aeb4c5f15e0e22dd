package org.kagiban.hsm;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.kagiban.otp.Hmac;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.SeedRef;

/** A partition with all that serves from it. */
final class RunningHsm implements AutoCloseable {
  final Partition partition;
  final HsmWorkers workers;
  final ResidentSeeds seeds;
  final HsmCustody custody;

  RunningHsm(HsmConfig config) {
    partition = Partition.open(config, SoftHsm.pin());
    workers = new HsmWorkers(partition);
    seeds = new ResidentSeeds(workers);
    custody = new HsmCustody(workers);
  }

  byte[] hmac(SeedRef ref, HashAlgorithm algorithm, byte[] message) {
    return get(seeds.with(ref, algorithm, (Hmac hmac) -> hmac.compute(message)));
  }

  /** The result, or what the future failed with. */
  static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(120, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    workers.close();
    partition.close();
  }
}
