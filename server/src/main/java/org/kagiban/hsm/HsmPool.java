package org.kagiban.hsm;

import static org.kagiban.verification.UnavailableException.Part.HSM_UNAVAILABLE;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.Patience;
import org.kagiban.token.SeedRef;
import org.kagiban.verification.OverloadedException;
import org.kagiban.verification.SeedMismatchException;
import org.kagiban.verification.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Partitions with the same keys, or the same resident seeds, that compute HMACs for one another.
 * The first is the home: ceremonies are performed there, and the keys that there is one of, such as
 * the checkpoint key, are there. A pool of one is a partition as ever. Thread-safe.
 *
 * <p>A call goes to the partition with the fewest jobs that wait. Where that one fails it is tried
 * once more on another: an HMAC changes nothing, so that a second one cannot make a wrong verdict.
 */
public final class HsmPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HsmPool.class);

  private final PoolMember home;
  private final PoolMember[] members;
  private final PoolWatch watch;
  private final @Nullable ScheduledExecutorService threads;

  /**
   * Begins to serve. The home must be open; the others are looked for in the background, and come
   * in one by one as their keys are found to be the home's.
   *
   * @param name of the home
   * @param workers of the home; they and their partition stay the caller's, to be closed after this
   */
  public HsmPool(String name, HsmWorkers workers, List<PoolMember> others) {
    this.home = PoolMember.home(name, workers);
    List<PoolMember> all = new ArrayList<>();
    all.add(home);
    all.addAll(others);
    this.members = all.toArray(new PoolMember[0]);
    this.watch = new PoolWatch(this, workers.partition());
    if (others.isEmpty()) {
      home.alone();
      threads = null;
      return;
    }
    watch.begin(home);
    threads = threads(members.length);
    for (PoolMember member : members) {
      var unused =
          threads.scheduleWithFixedDelay(
              () -> watch.look(member), 0, PoolWatch.PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private static ScheduledExecutorService threads(int count) {
    return new ScheduledThreadPoolExecutor(
        count,
        task -> {
          Thread thread = new Thread(task, "hsm-pool");
          thread.setDaemon(true);
          return thread;
        });
  }

  /** All of them, the home first. */
  public List<PoolMember> members() {
    return List.of(members);
  }

  /** The first, where ceremonies are performed. */
  public Partition home() {
    return workers().partition();
  }

  /** The home's. */
  public HsmWorkers workers() {
    return home.serving();
  }

  /** Whether there is more than one. */
  public boolean isPool() {
    return threads != null;
  }

  /** Whether any partition serves, and none of its workers is stuck. Cheap. */
  public boolean healthy() {
    if (!isPool()) {
      return workers().healthy();
    }
    for (PoolMember member : members) {
      if (member.serves() && member.serving().healthy()) {
        return true;
      }
    }
    return false;
  }

  /** As {@link HsmWorkers#ping}, of any partition that serves. */
  public CompletableFuture<Void> ping() {
    return isPool() ? onAny(HsmWorkers::ping) : workers().ping();
  }

  /** Compares all of them again: a ceremony has made a key, or destroyed one. */
  public void keysChanged() {
    if (isPool()) {
      watch.keysChanged();
    }
  }

  /**
   * Destroys a seed in every partition but the home. In one that is lost, it is destroyed when that
   * is back, before it serves; where the server ends before, the seed stays there, unused.
   */
  @SuppressWarnings("NullAway") // a CompletableFuture<Void> holds nothing but null
  CompletableFuture<Void> destroyElsewhere(SeedRef ref) {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (PoolMember member : members) {
      if (member != home) {
        all.add(member.destroy(ref));
      }
    }
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
  }

  /** Runs something on a partition that serves, and once more on another where that one fails. */
  <T> CompletableFuture<T> onAny(Function<HsmWorkers, CompletableFuture<T>> work) {
    return on(null, member -> work.apply(member.serving()));
  }

  /**
   * @param seed those that hold it as an object go first
   */
  <T> CompletableFuture<T> on(
      @Nullable SeedRef seed, Function<PoolMember, CompletableFuture<T>> work) {
    PoolMember first = pick(seed, null);
    if (first == null) {
      return CompletableFuture.failedFuture(
          new UnavailableException(HSM_UNAVAILABLE, "no HSM partition of the pool serves now"));
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    var unused =
        run(first, work)
            .whenComplete(
                (value, failure) -> {
                  if (failure == null) {
                    result.complete(value);
                  } else {
                    again(seed, work, first, Patience.cause(failure), result);
                  }
                });
    return result;
  }

  private <T> void again(
      @Nullable SeedRef seed,
      Function<PoolMember, CompletableFuture<T>> work,
      PoolMember first,
      Throwable failure,
      CompletableFuture<T> result) {
    PoolMember second = worthAgain(failure) ? pick(seed, first) : null;
    if (second == null) {
      result.completeExceptionally(failure);
      return;
    }
    LOG.debug("partition {} failed, asking {}", first.name(), second.name(), failure);
    var unused =
        run(second, work)
            .whenComplete(
                (value, failed) -> {
                  if (failed == null) {
                    result.complete(value);
                  } else {
                    result.completeExceptionally(Patience.cause(failed));
                  }
                });
  }

  private <T> CompletableFuture<T> run(
      PoolMember member, Function<PoolMember, CompletableFuture<T>> work) {
    member.begun();
    CompletableFuture<T> running;
    try {
      running = work.apply(member);
    } catch (RuntimeException e) {
      running = CompletableFuture.failedFuture(e);
    }
    return running.whenComplete((value, failure) -> ended(member, failure));
  }

  private void ended(PoolMember member, @Nullable Throwable failure) {
    Throwable cause = failure == null ? null : Patience.cause(failure);
    if (member.ended(cause) && anotherServes(member)) {
      member.expel(PoolMember.FAULTS + " calls in a row failed, the last one: " + cause);
    } else if (cause instanceof SeedMismatchException) {
      watch.doubt(member);
    }
  }

  /** The last one is asked on: its faults are answered as they come. */
  private boolean anotherServes(PoolMember than) {
    for (PoolMember member : members) {
      if (member != than && member.serves()) {
        return true;
      }
    }
    return false;
  }

  private static boolean worthAgain(Throwable failure) {
    return failure instanceof OverloadedException
        || failure instanceof SeedMismatchException
        || (failure instanceof UnavailableException e && e.part() == HSM_UNAVAILABLE);
  }

  /**
   * Begins with the one that a seed has by its name, so that each unwraps its share of stored seeds
   * while none is busy.
   */
  private @Nullable PoolMember pick(@Nullable SeedRef seed, @Nullable PoolMember not) {
    PoolMember best = null;
    boolean bestHolds = false;
    int first = seed == null ? 0 : Math.floorMod(seed.hashCode(), members.length);
    for (int i = 0; i < members.length; i++) {
      PoolMember member = members[(first + i) % members.length];
      if (member == not || !member.serves()) {
        continue;
      }
      boolean holds = seed == null || member.holds(seed);
      if (best == null
          || (holds && !bestHolds)
          || (holds == bestHolds && member.queue() < best.queue())) {
        best = member;
        bestHolds = holds;
      }
    }
    return best;
  }

  /** Closes the others. */
  @Override
  public void close() {
    if (threads == null) {
      return;
    }
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("a look at a partition of the pool is still stuck in its library");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (PoolMember member : members) {
      member.close();
    }
  }
}
