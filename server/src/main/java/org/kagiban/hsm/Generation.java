package org.kagiban.hsm;

import static org.kagiban.verification.UnavailableException.Part.HSM_UNAVAILABLE;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKF_RW_SESSION;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKF_SERIAL_SESSION;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.kagiban.verification.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time between opening the partition and losing it. Every session and every handle belongs to
 * one, and dies with it. Thread-safe.
 */
final class Generation {
  private static final Logger LOG = LoggerFactory.getLogger(Generation.class);

  private final Library library;
  private final Library.Instance instance;
  private final long slot;
  private final ProviderQuirks quirks;
  private final SeedHandles seeds = new SeedHandles();
  private final SeedSearch search = new SeedSearch(seeds);
  private final HsmObserver observer;
  private final AtomicInteger sessions = new AtomicInteger();
  private final AtomicBoolean keeperClosed = new AtomicBoolean();
  private final HsmSession keeper;
  private final UnwrappedSeeds unwrapped;
  private final RowKeys rowKeys;
  private volatile PartitionKeys keys = PartitionKeys.NONE;
  private volatile @Nullable SeedLock seedLock;
  private volatile boolean retired;

  private final ReentrantLock settingUp = new ReentrantLock();

  /** Those whose handles must outlive a job. */
  private final AtomicInteger holds = new AtomicInteger();

  /** The same for generations that follow each other in an exchange. */
  private volatile Object line = this;

  /** One that has no part in seeds; as the other. */
  Generation(Library library, Library.Instance instance, long slot, ProviderQuirks quirks) {
    this(library, instance, slot, quirks, SeedKeeping.resident(), HsmObserver.NONE);
  }

  /** To be called inside {@link Library#enter}. */
  Generation(
      Library library,
      Library.Instance instance,
      long slot,
      ProviderQuirks quirks,
      SeedKeeping keeping,
      HsmObserver observer) {
    this.library = library;
    this.instance = instance;
    this.slot = slot;
    this.quirks = quirks;
    this.observer = observer;
    this.unwrapped = new UnwrappedSeeds(keeping.unwrapped());
    this.rowKeys = new RowKeys(keeping);
    this.keeper = openSession();
  }

  HsmSession openSession() {
    // Counted before it is looked whether the keeper may be gone: see retire.
    sessions.incrementAndGet();
    try {
      if (retired) {
        throw new UnavailableException(HSM_UNAVAILABLE, "the HSM partition is being reopened");
      }
      long handle =
          HsmSession.run(
              "C_OpenSession",
              () ->
                  instance
                      .pkcs11()
                      .C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, null, null));
      return new HsmSession(this, instance.pkcs11(), handle, quirks.keyWrap());
    } catch (RuntimeException e) {
      sessionClosed();
      throw e;
    }
  }

  /**
   * Says that a session is no more. The last one of a retired generation takes the keeper along.
   */
  void sessionClosed() {
    if (sessions.decrementAndGet() == 1 && retired && keeperClosed.compareAndSet(false, true)) {
      closeKeeper();
    }
  }

  /**
   * The partition was lost. Where its library stays initialised, for another partition's sake, the
   * workers close their sessions of this generation as they begin the next, and the keeper, whose
   * objects they may be using until then, is closed after them.
   */
  void retire() {
    sessions.incrementAndGet();
    retired = true;
    sessionClosed();
  }

  private void closeKeeper() {
    if (!enter()) {
      return;
    }
    try {
      keeper.close();
    } catch (HsmException e) {
      LOG.debug("closing a lost partition's session: {}", e.getMessage());
    } finally {
      leave();
    }
  }

  /**
   * Open as long as the generation: it holds the login, and the session objects that outlive a job,
   * which would vanish with a worker's session. Lock it while using it.
   */
  HsmSession keeper() {
    return keeper;
  }

  /** Held by whoever sets something up or inspects the partition. */
  ReentrantLock settingUp() {
    return settingUp;
  }

  /** Somebody keeps handles from job to job; each needs one {@link #letGo}. */
  void hold() {
    holds.incrementAndGet();
  }

  void letGo() {
    holds.decrementAndGet();
  }

  boolean isHeld() {
    return holds.get() > 0;
  }

  /** Follows another in an exchange, and holds the same keys. */
  void follow(Generation before) {
    line = before.line;
  }

  /** Whether {@code other} is this one, or follows it without the partition having been lost. */
  boolean goesOnAs(@Nullable Generation other) {
    return other != null && other.line == line;
  }

  HsmObserver observer() {
    return observer;
  }

  SeedHandles seeds() {
    return seeds;
  }

  SeedSearch search() {
    return search;
  }

  UnwrappedSeeds unwrapped() {
    return unwrapped;
  }

  RowKeys rowKeys() {
    return rowKeys;
  }

  /**
   * @throws IllegalStateException in a generation that has no part in seeds
   */
  SeedLock seedLock() {
    SeedLock known = seedLock;
    if (known == null) {
      throw new IllegalStateException("no seeds are kept in this generation");
    }
    return known;
  }

  void setSeedLock(SeedLock seedLock) {
    this.seedLock = seedLock;
  }

  /** Those that the partition has by now. */
  PartitionKeys keys() {
    return keys;
  }

  void setKeys(PartitionKeys keys) {
    this.keys = keys;
  }

  Library.Instance instance() {
    return instance;
  }

  long slot() {
    return slot;
  }

  boolean enter() {
    return library.enter(instance);
  }

  void leave() {
    library.leave();
  }
}
