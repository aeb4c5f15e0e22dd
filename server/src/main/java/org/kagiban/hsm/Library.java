package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.CKF_OS_LOCKING_OK;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.security.pkcs11.wrapper.CK_C_INITIALIZE_ARGS;
import sun.security.pkcs11.wrapper.PKCS11;
import sun.security.pkcs11.wrapper.PKCS11Exception;

/**
 * A PKCS#11 library, initialised at most once in this process however many partitions use it.
 * Nobody finalises it under a running call: calls hold the read lock. Thread-safe.
 */
final class Library {
  private static final Logger LOG = LoggerFactory.getLogger(Library.class);
  private static final int ATTEMPTS = 5;
  private static final long PAUSE_MILLIS = 50;

  /** Static because C_Initialize and the JDK's cache of modules are the process's, not ours. */
  private static final ConcurrentHashMap<Path, Library> LIBRARIES = new ConcurrentHashMap<>();

  /** The library between one C_Initialize and the next C_Finalize. */
  static final class Instance {
    private final PKCS11 pkcs11;

    private Instance(PKCS11 pkcs11) {
      this.pkcs11 = pkcs11;
    }

    PKCS11 pkcs11() {
      return pkcs11;
    }
  }

  private final Path path;
  private final ReentrantReadWriteLock calls = new ReentrantReadWriteLock();
  private volatile @Nullable Instance current;

  /** Initialised and not finalised yet, also while {@link #current} is null already. */
  private @Nullable Instance loaded;

  private String initialize = "";
  private long loads;
  private int users;

  /** Partitions of this library that are open. */
  private final AtomicInteger open = new AtomicInteger();

  private Library(Path path) {
    this.path = path;
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
    if (current != expected || !calls.readLock().tryLock()) {
      return false;
    }
    if (current == expected) {
      return true;
    }
    calls.readLock().unlock();
    return false;
  }

  void leave() {
    calls.readLock().unlock();
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
    Instance next = load();
    loaded = next;
    current = next;
    return next;
  }

  private void retire(Duration patience) {
    current = null;
    Instance old = loaded;
    if (old == null) {
      return;
    }
    if (!noCallRuns(patience)) {
      throw new HsmSetupException("a call into " + path + " has not returned yet");
    }
    try {
      old.pkcs11.C_Finalize(null);
    } catch (PKCS11Exception e) {
      LOG.debug("C_Finalize: {}", Ckr.describe(e));
    } finally {
      calls.writeLock().unlock();
    }
    loaded = null;
  }

  private boolean noCallRuns(Duration patience) {
    try {
      return calls.writeLock().tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Two processes that start at once on one SoftHSM folder disturb each other: hence attempts. */
  private Instance load() {
    if (!Files.isReadable(path)) {
      throw new HsmSetupException(
          "there is no PKCS#11 library at "
              + path
              + ": install the HSM's software or correct the"
              + " path");
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return initialise(spelling(path, loads));
      } catch (HsmException e) {
        if (attempt == ATTEMPTS) {
          throw new HsmSetupException(
              "the PKCS#11 library " + path + " does not start: " + e.getMessage(), e);
        }
        pause(attempt);
      }
    }
  }

  private Instance initialise(String spelling) {
    CK_C_INITIALIZE_ARGS args = new CK_C_INITIALIZE_ARGS();
    args.flags = CKF_OS_LOCKING_OK;
    if (!initialize.isEmpty()) {
      args.pReserved = initialize;
    }
    try {
      PKCS11 pkcs11 = PKCS11.getInstance(spelling, "C_GetFunctionList", args, false);
      // The JDK keeps a module under its path for good, so this spelling is used up.
      loads++;
      return new Instance(pkcs11);
    } catch (PKCS11Exception e) {
      throw new HsmException("C_Initialize", e);
    } catch (IOException e) {
      throw new HsmSetupException(
          "the PKCS#11 library " + path + " cannot be loaded: " + e.getMessage(), e);
    }
  }

  /**
   * Another spelling of the same path for each number: {@code ./} for each 1 and {@code /} for each
   * 0 of its binary digits before the file's name. The length grows with the logarithm, so that an
   * HSM which stays away for months does not exceed the longest path there may be.
   */
  static String spelling(Path path, long number) {
    if (number == 0) {
      return path.toString();
    }
    String plain = path.toString();
    int name = plain.lastIndexOf('/') + 1;
    StringBuilder spelled = new StringBuilder(plain.substring(0, name));
    for (char digit : Long.toBinaryString(number).toCharArray()) {
      spelled.append(digit == '1' ? "./" : "/");
    }
    return spelled.append(plain.substring(name)).toString();
  }

  private static void pause(int attempt) {
    try {
      Thread.sleep(PAUSE_MILLIS * attempt);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
