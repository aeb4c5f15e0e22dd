package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.CKF_RW_SESSION;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKF_SERIAL_SESSION;

import org.jspecify.annotations.Nullable;

/**
 * The time between opening the partition and losing it. Every session and every handle belongs to
 * one, and dies with it. Thread-safe.
 */
final class Generation {
  private final Library library;
  private final Library.Instance instance;
  private final long slot;
  private final ProviderQuirks quirks;
  private final SeedHandles seeds = new SeedHandles();
  private final HsmObserver observer;
  private final HsmSession keeper;
  private final UnwrappedSeeds unwrapped;
  private final RowKeys rowKeys;
  private volatile PartitionKeys keys = PartitionKeys.NONE;
  private volatile @Nullable SeedLock seedLock;

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
    long handle =
        HsmSession.run(
            "C_OpenSession",
            () ->
                instance
                    .pkcs11()
                    .C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, null, null));
    return new HsmSession(this, instance.pkcs11(), handle, quirks.keyWrap());
  }

  /**
   * Open as long as the generation: it holds the login, and the session objects that outlive a job,
   * which would vanish with a worker's session. Lock it while using it.
   */
  HsmSession keeper() {
    return keeper;
  }

  HsmObserver observer() {
    return observer;
  }

  SeedHandles seeds() {
    return seeds;
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
