package org.kagiban.hsm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.security.pkcs11.wrapper.PKCS11;
import sun.security.pkcs11.wrapper.PKCS11Exception;

/**
 * A PKCS#11 library, initialised at most once in this process however many partitions use it.
 * Nobody finalises it under a running call: calls hold a lock that it needs. Thread-safe.
 */
final class Library {
  private static final Logger LOG = LoggerFactory.getLogger(Library.class);

  /**
   * Where two threads wait for answers of p11-kit's server and it dies, its client (0.24) tells one
   * of them only, and the other never returns. Its calls go over one connection anyway, whose other
   * end serves them one after another.
   */
  private static final String P11_KIT_CLIENT = "p11-kit-client.so";

  /** How long a call waits for another's end, where they come one at a time. */
  private static final Duration TURN_PATIENCE = Duration.ofSeconds(10);

  /** How long all calls wait for those that run, before an exchange is put off. */
  private static final Duration EXCHANGE_PATIENCE = Duration.ofMillis(100);

  /** Static because C_Initialize and the JDK's cache of modules are the process's, not ours. */
  private static final ConcurrentHashMap<Path, Library> LIBRARIES = new ConcurrentHashMap<>();

  /** The library between one C_Initialize and the next C_Finalize. */
  static final class Instance {
    private final PKCS11 pkcs11;
    private final LongAdder destroyed = new LongAdder();

    private Instance(PKCS11 pkcs11) {
      this.pkcs11 = pkcs11;
    }

    PKCS11 pkcs11() {
      return pkcs11;
    }

    /** An object was destroyed. */
    void countDestroyed() {
      destroyed.increment();
    }

    /** How many were, which some libraries keep a part of until C_Finalize. */
    long destroyed() {
      return destroyed.sum();
    }
  }

  /** A partition that is open in this library, when the library is exchanged. */
  interface Tenant {
    /** Whether nobody has handles that must outlive a job. */
    boolean canMove();

    /** Opens the partition anew; must not throw. Calls wait meanwhile. */
    void move(Instance next);

    /** There is no next one. */
    void stranded(String why);
  }

  private final Path path;
  private final LibraryLoader loader;
  private final ReentrantReadWriteLock calls = new ReentrantReadWriteLock();

  /** What a call holds: the lock that many share, or the one that keeps all others out. */
  private final Lock callLock;

  private volatile @Nullable Instance current;

  /** Initialised and not finalised yet, also while {@link #current} is null already. */
  private @Nullable Instance loaded;

  private String initialize = "";
  private int users;

  /** Guarded by this. */
  private final List<Tenant> tenants = new ArrayList<>();

  private final Turnstile exchanging = new Turnstile();

  /** Partitions of this library that are open. */
  private final AtomicInteger open = new AtomicInteger();

  private Library(Path path) {
    this.path = path;
    this.loader = new LibraryLoader(path);
    this.callLock = path.endsWith(P11_KIT_CLIENT) ? calls.writeLock() : calls.readLock();
  }

  /**
   * Each acquire needs one {@link #release}.
   *
   * @param initialize what C_Initialize is given, empty for nothing
   * @throws HsmSetupException where the library is in use with something else
   */
  static Library acquire(Path path, String initialize) {
    Library library = LIBRARIES.computeIfAbsent(path.normalize(), Library::new);
    library.addUser(initialize);
    return library;
  }

  private synchronized void addUser(String given) {
    if (users == 0) {
      initialize = given;
    } else if (!given.equals(initialize)) {
      // The JDK would take C_Initialize's refusal for success, and we another folder's keys.
      throw new HsmSetupException(
          path + " is in use in this process with another folder: it can have only one at a time");
    }
    if (current == null) {
      renew(null, Duration.ZERO);
    }
    users++;
  }

  synchronized void release(Duration patience) {
    users--;
    if (users > 0) {
      return;
    }
    try {
      retire(patience);
    } catch (HsmSetupException e) {
      LOG.warn("{} is left initialised: {}", path, e.getMessage());
    }
  }

  @Nullable Instance current() {
    return current;
  }

  /** A partition was opened: each needs one {@link #lost}. */
  void opened() {
    open.incrementAndGet();
  }

  /** A partition that was open is not any more. */
  void lost() {
    open.decrementAndGet();
  }

  /**
   * Whether a lost partition must be reopened without C_Finalize, which would take the others with
   * it: another partition is open, and the library answers.
   */
  boolean servesOthers(Instance instance) {
    if (open.get() == 0 || !enter(instance)) {
      return false;
    }
    try {
      instance.pkcs11().C_GetSlotList(true);
      return true;
    } catch (PKCS11Exception e) {
      return false;
    } finally {
      leave();
    }
  }

  /**
   * Begins a call into {@code expected}; each true needs one {@link #leave}, on the same thread.
   *
   * @return false where the library was finalised since, or is about to be
   */
  boolean enter(Instance expected) {
    if (current != expected || !lockForCall()) {
      return false;
    }
    if (current == expected) {
      return true;
    }
    callLock.unlock();
    return false;
  }

  private boolean lockForCall() {
    return callLock.tryLock() || (callLock == calls.writeLock() && nobodyElseCalls(TURN_PATIENCE));
  }

  void leave() {
    callLock.unlock();
  }

  /**
   * Finalises the library and initialises it again, unless somebody has done so since {@code seen}.
   *
   * @param patience how long to wait for running calls to return
   * @throws HsmSetupException where they do not, or the library does not initialise
   */
  synchronized Instance renew(@Nullable Instance seen, Duration patience) {
    Instance now = current;
    if (now != null && now != seen) {
      return now;
    }
    retire(patience);
    Instance next = new Instance(loader.load(initialize));
    loaded = next;
    current = next;
    return next;
  }

  /** From now on it is asked before an exchange, and moved by it. */
  synchronized void enlist(Tenant tenant) {
    tenants.add(tenant);
  }

  /** Waits for a running exchange. */
  synchronized void dismiss(Tenant tenant) {
    tenants.remove(tenant);
  }

  /**
   * Finalises the library, initialises it again, and moves every tenant, while all others wait at
   * {@link #exchanging}. Nothing is done where a tenant cannot move, or a call is under way for
   * longer than others should wait for it.
   *
   * @return whether it was exchanged
   */
  synchronized boolean exchange(Instance seen) {
    if (current != seen || users != tenants.size() || !tenants.stream().allMatch(Tenant::canMove)) {
      return false;
    }
    exchanging.close();
    try {
      if (!nobodyElseCalls(EXCHANGE_PATIENCE)) {
        return false;
      }
      current = null;
      finaliseAndUnlock(seen);
      moveAll();
      return true;
    } finally {
      exchanging.open();
    }
  }

  private void moveAll() {
    try {
      Instance next = new Instance(loader.load(initialize));
      loaded = next;
      current = next;
      tenants.forEach(tenant -> tenant.move(next));
    } catch (RuntimeException e) {
      tenants.forEach(tenant -> tenant.stranded(String.valueOf(e.getMessage())));
    }
  }

  /** Closed while an exchange runs; once it is open again, all tenants have moved. */
  Turnstile exchanging() {
    return exchanging;
  }

  private void retire(Duration patience) {
    current = null;
    Instance old = loaded;
    if (old == null) {
      return;
    }
    if (!nobodyElseCalls(patience)) {
      throw new HsmSetupException("a call into " + path + " has not returned yet");
    }
    finaliseAndUnlock(old);
  }

  private void finaliseAndUnlock(Instance old) {
    try {
      old.pkcs11.C_Finalize(null);
    } catch (PKCS11Exception e) {
      LOG.debug("C_Finalize: {}", Ckr.describe(e));
    } finally {
      calls.writeLock().unlock();
    }
    loaded = null;
  }

  private boolean nobodyElseCalls(Duration patience) {
    try {
      return calls.writeLock().tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
