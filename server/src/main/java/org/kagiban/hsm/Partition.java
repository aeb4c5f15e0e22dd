package org.kagiban.hsm;

import static org.kagiban.verification.UnavailableException.Part.HSM_UNAVAILABLE;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.kagiban.verification.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition of the HSM (PKCS#11 calls it a token), logged in. When the HSM is lost everything
 * is reopened in the background, and until then every job is refused. Thread-safe.
 *
 * <p>Several may be open in one process; where they share a library, one that reopens makes the
 * others of that library reopen too.
 *
 * <p>Where the library keeps some memory of each destroyed object until C_Finalize, it is exchanged
 * for a fresh one from time to time: see {@link Exchange}. Calls wait meanwhile, and none fails.
 */
public final class Partition implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Partition.class);

  private final HsmConfig config;
  private final SeedKeeping keeping;
  private final HsmObserver observer;
  private final Pin pin;
  private final Library library;
  private volatile Slots.Found found;
  private final List<MissingFeature> missing;
  private final AtomicReference<@Nullable Generation> current = new AtomicReference<>();
  private final Reopener reopener;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile String whyClosed = "";
  private final Exchange exchange;

  private Partition(
      HsmConfig config,
      SeedKeeping keeping,
      HsmObserver observer,
      Pin pin,
      Library library,
      Opening.Opened opened) {
    this.config = config;
    this.keeping = keeping;
    this.observer = observer;
    this.pin = pin;
    this.library = library;
    this.found = opened.partition();
    this.missing = opened.missing();
    this.reopener = new Reopener(this::reopen);
    library.opened();
    current.set(opened.generation());
    this.exchange = new Exchange(this, library, new Leak(config.quirks().leakedBytesPerObject()));
    exchange.begin(reopener);
  }

  /**
   * Opens a partition.
   *
   * @param pin the user's; kept for reopening and destroyed by {@link #close}. It is sent once.
   * @throws HsmSetupException where the library, the label, the PIN, a mechanism or one of the
   *     partition's keys is not as it should be; the message says what to do
   * @throws HsmException where the HSM fails otherwise
   */
  public static Partition open(HsmConfig config, Pin pin) {
    return open(config, SeedKeeping.resident(), pin);
  }

  /** As the other, with seeds kept otherwise. */
  public static Partition open(HsmConfig config, SeedKeeping keeping, Pin pin) {
    return open(config, keeping, HsmObserver.NONE, pin);
  }

  /** As the other, with somebody who is told what the HSM does. */
  public static Partition open(
      HsmConfig config, SeedKeeping keeping, HsmObserver observer, Pin pin) {
    Library library = Library.acquire(config.library(), config.initialize());
    try {
      Library.Instance instance = library.current();
      if (instance == null) {
        instance = library.renew(null, config.callLimit());
      }
      Opening.Opened opened = Opening.open(library, instance, config, keeping, observer, pin);
      return new Partition(config, keeping, observer, pin, library, opened);
    } catch (RuntimeException e) {
      library.release(config.callLimit());
      throw e;
    }
  }

  public HsmConfig config() {
    return config;
  }

  public SeedKeeping keeping() {
    return keeping;
  }

  /** As the HSM says it. */
  public String label() {
    return found.label();
  }

  /** As the HSM says it. */
  public String serial() {
    return found.serial();
  }

  /** As the HSM says it. */
  public String model() {
    return found.model();
  }

  /** Version of the device's firmware, as the HSM says it. */
  public String firmware() {
    return found.firmware();
  }

  /** What this HSM cannot do; each was logged as the partition was opened. */
  public List<MissingFeature> missing() {
    return missing;
  }

  /** Whether it is logged in and not known to be lost. */
  public boolean isOpen() {
    return current.get() != null;
  }

  /** How many seeds the partition holds, 0 while it is lost. */
  public int seedCount() {
    Generation generation = current.get();
    return generation == null ? 0 : generation.seeds().size();
  }

  /** How many seeds of the store's the HSM holds unwrapped, 0 while it is lost. */
  public int unwrappedCount() {
    Generation generation = current.get();
    return generation == null ? 0 : generation.unwrapped().size();
  }

  /**
   * Runs a job on the caller's thread, in a session of its own and without a time limit: for set-up
   * and inspection, one after another, since SoftHSM fails to make a key pair while another session
   * looks for objects. What serves customers goes through {@link HsmWorkers}.
   *
   * @throws UnavailableException where the HSM is lost
   * @throws HsmException where a PKCS#11 function failed
   */
  <T> T setUp(HsmJob<T> job) {
    Generation generation = enter();
    try {
      generation.settingUp().lock();
      try {
        HsmSession session = generation.openSession();
        try {
          return job.run(session);
        } finally {
          session.close();
        }
      } finally {
        generation.settingUp().unlock();
      }
    } catch (HsmException e) {
      if (e.lost()) {
        lost(generation, e);
      }
      throw e;
    } finally {
      generation.leave();
    }
  }

  /**
   * Begins a call, after an exchange of the library where one runs; needs one {@link
   * Generation#leave}, on the same thread.
   *
   * @throws UnavailableException while the HSM is lost
   */
  Generation enter() {
    while (true) {
      library.exchanging().pass();
      Generation generation = generation();
      if (generation.enter()) {
        return generation;
      }
      // An exchange that began meanwhile is no loss, nor one that began and ended.
      if (!library.exchanging().isClosed() && current.get() == generation) {
        lost(generation, "its library was finalised");
        throw new UnavailableException(
            HSM_UNAVAILABLE, "HSM partition " + config.partitionName() + " is being reopened");
      }
    }
  }

  /**
   * @throws UnavailableException while there is none
   */
  Generation generation() {
    Generation generation = current.get();
    if (generation == null) {
      throw new UnavailableException(
          HSM_UNAVAILABLE,
          "HSM partition " + config.partitionName() + " is not open: " + whyClosed);
    }
    return generation;
  }

  void lost(Generation generation, HsmException reason) {
    lost(generation, String.valueOf(reason.getMessage()));
  }

  void lost(Generation generation, String reason) {
    if (lose(generation, reason)) {
      LOG.error("partition {} is lost: {}. Reopening it", found, reason);
      reopener.start(generation.instance());
    }
  }

  /** Lost, and not reopened by itself; false where it was lost already. */
  boolean lose(Generation generation, String reason) {
    if (current.get() != generation) {
      return false;
    }
    whyClosed = reason;
    if (!current.compareAndSet(generation, null)) {
      return false;
    }
    library.lost();
    generation.retire();
    return true;
  }

  Exchange exchange() {
    return exchange;
  }

  /** Null while it is lost. */
  @Nullable Generation current() {
    return current.get();
  }

  Opening.Opened openOn(Library.Instance instance) {
    return Opening.open(library, instance, config, keeping, observer, pin);
  }

  /** After an exchange of the library; false where it was lost meanwhile. */
  boolean replace(Generation old, Opening.Opened opened) {
    if (opened.partition().serial().equals(found.serial())) {
      opened.generation().follow(old);
    }
    found = opened.partition();
    return current.compareAndSet(old, opened.generation());
  }

  /** One attempt; called by the reopener's thread only. */
  private void reopen(Library.Instance seen) {
    Library.Instance instance =
        library.servesOthers(seen) ? seen : library.renew(seen, config.callLimit());
    Opening.Opened opened;
    try {
      opened = openOn(instance);
    } catch (RuntimeException e) {
      reopener.tried(instance);
      throw e;
    }
    if (!opened.partition().serial().equals(found.serial())) {
      LOG.warn("partition {} came back as {}", found, opened.partition());
    }
    found = opened.partition();
    library.opened();
    current.set(opened.generation());
  }

  /** Ends the login and destroys the PIN. Close the {@link HsmWorkers} first. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    reopener.close();
    library.dismiss(exchange);
    whyClosed = "it was closed";
    Generation generation = current.getAndSet(null);
    if (generation != null) {
      library.lost();
    }
    if (generation != null && generation.enter()) {
      try {
        generation.keeper().close();
      } catch (HsmException e) {
        LOG.debug("closing the session: {}", e.getMessage());
      } finally {
        generation.leave();
      }
    }
    pin.destroy();
    Duration most = Duration.ofSeconds(5);
    library.release(config.callLimit().compareTo(most) < 0 ? config.callLimit() : most);
  }
}
