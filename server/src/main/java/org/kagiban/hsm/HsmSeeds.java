package org.kagiban.hsm;

import static org.kagiban.verification.UnavailableException.Part.SEED_UNUSABLE;

import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.Patience;
import org.kagiban.custody.SeedRows;
import org.kagiban.otp.Hmac;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.token.TokenProfile;
import org.kagiban.verification.SeedMac;
import org.kagiban.verification.UnavailableException;
import org.kagiban.verification.WrappedSeed;

/**
 * HMACs over seeds wherever they are: the partition's own objects, used by handle, and stored ones,
 * unwrapped when they are needed and kept for the next time. Those who want the same one meanwhile
 * wait for it.
 */
public final class HsmSeeds implements SeedMac {
  private final HsmWorkers workers;
  private final SeedRows rows;
  private final RefusalReport refusals;
  private final ConcurrentHashMap<Wanted, CompletableFuture<Boolean>> unwrapping =
      new ConcurrentHashMap<>();

  private record Wanted(TokenId token, TokenProfile profile) {}

  /**
   * @param refusals hears of rows that are refused
   */
  public HsmSeeds(HsmWorkers workers, SeedRows rows, SeedRefusals refusals, Clock clock) {
    this(workers, rows, new RefusalReport(refusals, clock));
  }

  HsmSeeds(HsmWorkers workers, SeedRows rows, RefusalReport refusals) {
    this.workers = workers;
    this.rows = rows;
    this.refusals = refusals;
  }

  @Override
  public <T> CompletableFuture<T> with(Token token, Function<Hmac, T> job) {
    return token.seed() == null
        ? CompletableFuture.failedFuture(new IllegalArgumentException("a token without a seed"))
        : workers.enqueue(new SeedJob<>(token, token.seed(), job, this::fetch));
  }

  /** Runs a job whose seed is not in the HSM; called on a worker, outside the HSM's lock. */
  private void fetch(SeedJob<?> job) {
    Wanted wanted = new Wanted(job.token().id(), job.token().profile());
    CompletableFuture<Boolean> mine = new CompletableFuture<>();
    CompletableFuture<Boolean> others = unwrapping.putIfAbsent(wanted, mine);
    if (others != null) {
      var unused = others.whenComplete((there, failure) -> again(job, failure));
      return;
    }
    var unused =
        unwrap(job)
            .whenComplete(
                (there, failure) -> {
                  unwrapping.remove(wanted, mine);
                  if (failure == null) {
                    mine.complete(true);
                  } else {
                    mine.completeExceptionally(failed(job, failure));
                  }
                });
  }

  /** How many jobs wait for a seed that another one unwraps: what a test waits for. */
  int waiting() {
    return unwrapping.values().stream().mapToInt(CompletableFuture::getNumberOfDependents).sum();
  }

  private void again(SeedJob<?> job, @Nullable Throwable failure) {
    if (failure == null) {
      var unused = workers.enqueue(job);
    } else {
      job.completeExceptionally(failure);
    }
  }

  private Throwable failed(SeedJob<?> job, Throwable failure) {
    Throwable cause = Patience.cause(failure);
    if (cause instanceof UnavailableException refused && refused.part() == SEED_UNUSABLE) {
      refusals.refused(job.token().id(), String.valueOf(refused.getMessage()));
    }
    job.completeExceptionally(cause);
    return cause;
  }

  /** Unwraps the seed and runs the job with it, whatever becomes of the job itself. */
  private CompletableFuture<Job.Ready> unwrap(SeedJob<?> job) {
    return find(job.token().id())
        .thenCompose(
            row ->
                workers.submit(
                    session ->
                        row == null ? job.runMoved(session) : job.runUnwrapped(session, row)))
        .whenComplete(
            (ready, failure) -> {
              if (ready != null) {
                ready.publish();
              }
            });
  }

  private CompletableFuture<@Nullable WrappedSeed> find(TokenId token) {
    try {
      return rows.find(token);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
