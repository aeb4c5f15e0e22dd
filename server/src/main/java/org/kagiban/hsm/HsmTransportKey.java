package org.kagiban.hsm;

import static org.kagiban.verification.UnavailableException.Part.HSM_UNAVAILABLE;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.kagiban.custody.TransportKey;
import org.kagiban.verification.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A seed file's two keys, as session objects of one generation. */
final class HsmTransportKey implements TransportKey {
  private static final Logger LOG = LoggerFactory.getLogger(HsmTransportKey.class);

  private final HsmWorkers workers;
  private final Generation generation;
  private final long transportKey;
  private final long macKey;
  private final SeedUnwrapper unwrapper;
  private final AtomicBoolean closed = new AtomicBoolean();

  HsmTransportKey(HsmWorkers workers, Generation generation, long transportKey, long macKey) {
    this.workers = workers;
    this.generation = generation;
    this.transportKey = transportKey;
    this.macKey = macKey;
    generation.hold();
    this.unwrapper = new SeedUnwrapper(transportKey, macKey, workers.partition());
  }

  @Override
  public CompletableFuture<List<Outcome>> check(List<SealedSeed> seeds) {
    return each(seeds, unwrapper::check);
  }

  @Override
  public CompletableFuture<List<Outcome>> keep(List<SealedSeed> seeds) {
    return each(seeds, unwrapper::keep);
  }

  private CompletableFuture<List<Outcome>> each(
      List<SealedSeed> seeds, BiFunction<HsmSession, SealedSeed, Outcome> step) {
    return new Bulk<SealedSeed, Outcome>(
            workers,
            (session, seed) -> {
              refuseIfGone(session);
              return step.apply(session, seed);
            })
        .run(seeds);
  }

  private void refuseIfGone(HsmSession session) {
    if (closed.get() || session.generation() != generation) {
      throw new UnavailableException(
          HSM_UNAVAILABLE,
          closed.get()
              ? "the transport key was closed"
              : "the HSM was reopened since the transport key was unwrapped: open it again");
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    var unused =
        workers
            .tidy(
                session -> {
                  if (session.generation() == generation) {
                    session.destroy(transportKey);
                    session.destroy(macKey);
                  }
                })
            .whenComplete((done, failure) -> generation.letGo())
            .exceptionally(
                failure -> {
                  LOG.warn(
                      "a transport key stays in the HSM until the partition is closed: {}",
                      failure.getMessage());
                  return false;
                });
  }
}
