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
  private final HsmSession keeper;
  private volatile @Nullable PartitionKeys keys;

  /** To be called inside {@link Library#enter}. */
  Generation(Library library, Library.Instance instance, long slot, ProviderQuirks quirks) {
    this.library = library;
    this.instance = instance;
    this.slot = slot;
    this.quirks = quirks;
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

  SeedHandles seeds() {
    return seeds;
  }

  /** Null until the partition is initialised. */
  @Nullable PartitionKeys keys() {
    return keys;
  }

  void setKeys(@Nullable PartitionKeys keys) {
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
