package org.kagiban.hsm;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.Patience;
import org.kagiban.token.SeedRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of a pool's partitions, with its circuit breaker. It serves while the generation that its
 * keys were compared in lasts, or one that followed it in an exchange of the library: a partition
 * that comes back, or that was taken out, is compared anew. Thread-safe.
 */
public final class PoolMember {
  private static final Logger LOG = LoggerFactory.getLogger(PoolMember.class);

  /** Faults in a row that take a partition out. */
  static final int FAULTS = 5;

  private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long LASTING_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** Whether a partition serves. */
  public enum State {
    /** It serves. */
    IN,
    /** It is there, and is not used: it failed, or its keys are not the pool's. */
    OUT,
    /** It is lost, or was not reached yet. */
    LOST
  }

  private final String name;
  private final @Nullable Supplier<Partition> opener;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger faults = new AtomicInteger();

  /** Seeds that must go before it serves again. */
  private final Set<SeedRef> owed = ConcurrentHashMap.newKeySet();

  private volatile @Nullable Partition partition;
  private volatile @Nullable HsmWorkers workers;
  private volatile @Nullable Generation admitted;
  private volatile boolean alone;
  private volatile long admittedNanos;
  private volatile long notBeforeNanos;
  private long pauseNanos = SHORTEST_PAUSE_NANOS;
  private volatile String why = "";

  private PoolMember(
      String name,
      @Nullable Supplier<Partition> opener,
      @Nullable Partition partition,
      @Nullable HsmWorkers workers) {
    this.name = name;
    this.opener = opener;
    this.partition = partition;
    this.workers = workers;
  }

  /** The one that is open already, and stays its owner's to close. */
  static PoolMember home(String name, HsmWorkers workers) {
    return new PoolMember(name, null, workers.partition(), workers);
  }

  /**
   * One that may not be there yet.
   *
   * @param name of its own, for messages and figures
   * @param opener tried until it succeeds, or the PIN is refused
   */
  public static PoolMember other(String name, Supplier<Partition> opener) {
    return new PoolMember(name, opener, null, null);
  }

  /** It is a pool of its own, and serves whenever it is open. */
  void alone() {
    alone = true;
  }

  public String name() {
    return name;
  }

  /** Null while it was never reached. */
  public @Nullable Partition partition() {
    return partition;
  }

  /** Null while it was never reached. */
  @Nullable HsmWorkers workers() {
    return workers;
  }

  /** Those of a partition that serves. */
  HsmWorkers serving() {
    return Objects.requireNonNull(workers, "a partition that serves is open");
  }

  public State state() {
    Partition now = partition;
    if (now == null || !now.isOpen()) {
      return State.LOST;
    }
    return alone || serves() ? State.IN : State.OUT;
  }

  /** Why it does not serve; empty while it does. */
  public String reason() {
    return why;
  }

  /** How many jobs wait for a worker of it. */
  public int waiting() {
    HsmWorkers now = workers;
    return now == null ? 0 : now.waiting();
  }

  /** On the way of every call: two reads. */
  boolean serves() {
    Generation compared = admitted;
    Partition now = partition;
    return compared != null && now != null && compared.goesOnAs(now.current());
  }

  /** Whether a seed is one of its objects. */
  boolean holds(SeedRef seed) {
    Generation compared = admitted;
    Partition now = partition;
    Generation present = compared == null || now == null ? null : now.current();
    return present != null && present.seeds().has(seed);
  }

  /** Jobs that no worker is free for, about. */
  int queue() {
    HsmWorkers now = workers;
    return now == null ? 0 : Math.max(0, underWay.get() - now.count());
  }

  void begun() {
    underWay.incrementAndGet();
  }

  /**
   * @return whether this was the last fault that is borne
   */
  boolean ended(@Nullable Throwable failure) {
    underWay.decrementAndGet();
    if (failure == null) {
      if (faults.get() != 0) {
        faults.set(0);
      }
      return false;
    }
    return isFault(failure) && faults.incrementAndGet() >= FAULTS;
  }

  /** The HSM's fault, and not a seed's or a missing key's. */
  private static boolean isFault(Throwable failure) {
    return failure instanceof LateException || failure.getCause() instanceof HsmException;
  }

  /**
   * Opens it where it is not open yet.
   *
   * @return whether it is open now
   */
  boolean reached() {
    if (partition != null) {
      return true;
    }
    if (opener == null) {
      return false;
    }
    Partition opened = opener.get();
    workers = new HsmWorkers(opened);
    partition = opened;
    return true;
  }

  /** Destroys a seed, now or when it is back. */
  @SuppressWarnings("NullAway") // a CompletableFuture<Void> holds nothing but null
  CompletableFuture<Void> destroy(SeedRef ref) {
    owed.add(ref);
    if (!serves()) {
      LOG.warn("seed {} is destroyed in partition {} when that is back", ref, name);
      return CompletableFuture.completedFuture(null);
    }
    return new HsmCustody(serving())
        .destroy(ref)
        .handle(
            (done, failure) -> {
              if (failure == null) {
                owed.remove(ref);
              } else {
                expel("a seed could not be destroyed there: " + Patience.cause(failure));
              }
              return null;
            });
  }

  /** Whether there is something to {@link #settle}. */
  boolean owes() {
    return !owed.isEmpty();
  }

  /** Destroys what it owes; called before it serves. */
  void settle(HsmSession session) {
    for (SeedRef ref : List.copyOf(owed)) {
      SeedObjects.destroy(session, ref);
      owed.remove(ref);
    }
  }

  /** Takes it into use; it was compared in this generation. */
  synchronized void admit(Generation compared) {
    faults.set(0);
    admittedNanos = System.nanoTime();
    admitted = compared;
    why = "";
    LOG.info("partition {} serves in the pool", name);
  }

  /** Takes it out of use until it is compared again. Told once for each reason. */
  synchronized void expel(String reason) {
    long now = System.nanoTime();
    if (admitted != null) {
      boolean lasted = now - admittedNanos > LASTING_NANOS;
      pauseNanos = lasted ? SHORTEST_PAUSE_NANOS : Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
      notBeforeNanos = now + pauseNanos;
    }
    admitted = null;
    if (!reason.equals(why)) {
      why = reason;
      LOG.error("partition {} is out of the pool: {}", name, reason);
    }
  }

  /** Whether it may be compared again; one that fails often waits longer, 2 s at most. */
  boolean rested() {
    return notBeforeNanos == 0 || System.nanoTime() - notBeforeNanos >= 0;
  }

  /** Closes what {@link #reached} opened. */
  void close() {
    admitted = null;
    HsmWorkers ending = workers;
    Partition open = partition;
    if (opener != null && ending != null && open != null) {
      ending.close();
      open.close();
    }
  }
}
