package org.kagiban.hsm;

import org.kagiban.custody.KeyRefusedException;
import org.kagiban.custody.ceremony.ComponentKey;
import org.kagiban.custody.ceremony.KeyFacts;
import org.kagiban.custody.ceremony.WrappedKey;

/**
 * The security officer (SO) at a partition: makes KEKs, backs them up and restores them. In a
 * process of its own, since PKCS#11 lets no officer in beside a user of the same process. An
 * officer sees and makes public objects only: no seed. Thread-safe.
 */
public final class OfficerSession implements AutoCloseable {
  private final OfficerLogin login;
  private final boolean acceptNotEnforced;
  private boolean closed;

  private OfficerSession(OfficerLogin login, boolean acceptNotEnforced) {
    this.login = login;
    this.acceptNotEnforced = acceptNotEnforced;
  }

  /**
   * Logs in.
   *
   * @param pin the officer's; sent once, then destroyed
   * @param acceptNotEnforced whether the configuration accepts KEKs that do not protect seeds from
   *     whoever holds the user PIN
   * @throws HsmSetupException where the library, the partition or the PIN is not as it should be,
   *     or this process has the partition open already; the message says what to do
   * @throws HsmException where the HSM fails otherwise
   */
  public static OfficerSession open(HsmConfig config, Pin pin, boolean acceptNotEnforced) {
    try {
      return new OfficerSession(OfficerLogin.open(config, pin), acceptNotEnforced);
    } finally {
      pin.destroy();
    }
  }

  /**
   * Generates a KEK, or adopts the one that the same ceremony made before it was cut off.
   *
   * @param label kagiban-kek-1 to kagiban-kek-9999
   * @param keyId the ceremony's id, 1 to 64 of A-Z, a-z, 0-9, . _ and -; becomes CKA_ID
   * @throws KeyRefusedException where the label exists with another id
   * @throws HsmSetupException where the HSM made it weaker than asked: it was destroyed again
   */
  public KeyFacts generateKek(String label, String keyId) {
    return run(session -> new KekMaker(session, acceptNotEnforced).generate(label, keyId));
  }

  /**
   * Wraps a KEK for another partition.
   *
   * @param backupKey AES-256, of components; in the HSM while this runs
   * @throws HsmSetupException where there is no such KEK, or it is weaker than it must be
   */
  public WrappedKey exportKek(String label, ComponentKey backupKey) {
    return run(session -> new KekBackup(session, backupKey, acceptNotEnforced).export(label));
  }

  /**
   * Restores a KEK from {@link #exportKek}, as strong as a generated one, or adopts it where it is
   * there.
   *
   * @param backupKey of the same components
   * @throws KeyRefusedException where the label exists with another id, the components are others,
   *     the backup is damaged, or the check value differs: nothing was made
   * @throws HsmSetupException where the HSM made it weaker than asked: it was destroyed again
   */
  public KeyFacts importKek(WrappedKey kek, ComponentKey backupKey) {
    return run(session -> new KekBackup(session, backupKey, acceptNotEnforced).restore(kek));
  }

  private synchronized <T> T run(HsmJob<T> job) {
    if (closed) {
      throw new IllegalStateException("the security officer's session was closed");
    }
    return login.run(job);
  }

  /** Logs out. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      login.close();
    }
  }
}
