package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import java.util.function.LongFunction;
import org.kagiban.custody.KeyRefusedException;
import org.kagiban.custody.ceremony.ComponentKey;
import org.kagiban.custody.ceremony.KeyFacts;
import org.kagiban.custody.ceremony.WrappedKey;

/**
 * Takes KEKs from one partition to another in the security officer's session, wrapped under a key
 * of components that is in the HSM for that moment only.
 */
final class KekBackup {
  private final HsmSession session;
  private final ComponentKey backupKey;
  private final boolean acceptNotEnforced;

  KekBackup(HsmSession session, ComponentKey backupKey, boolean acceptNotEnforced) {
    if (backupKey.bits() != 8 * Kek.BYTES) {
      throw new KeyRefusedException("a backup key has 256 bits, not " + backupKey.bits());
    }
    this.session = session;
    this.backupKey = backupKey;
    this.acceptNotEnforced = acceptNotEnforced;
  }

  WrappedKey export(String label) {
    Kek kek = acceptNotEnforced ? Kek.locate(session, label) : Kek.find(session, label);
    byte[] wrapped = within(true, key -> session.wrap(Mechanisms.keyWrapPad(), key, kek.handle()));
    return new WrappedKey(label, kek.id(), wrapped, KeyChecks.kek(session, kek.handle()));
  }

  KeyFacts restore(WrappedKey kek) {
    KekMaker maker = new KekMaker(session, acceptNotEnforced);
    try {
      return within(false, key -> maker.restore(kek, key));
    } catch (HsmException e) {
      if (e.aboutKey()) {
        throw new KeyRefusedException(
            "the backup of "
                + kek.label()
                + " cannot be unwrapped: it is damaged, or the components are others ("
                + e.getMessage()
                + ")",
            e);
      }
      throw e;
    }
  }

  /**
   * A session object that may wrap, or unwrap, and nothing else. Trusted where it wraps: a KEK
   * leaves under no other.
   */
  private <T> T within(boolean wraps, LongFunction<T> use) {
    Template template =
        new Template()
            .number(CKA_CLASS, CKO_SECRET_KEY)
            .number(CKA_KEY_TYPE, CKK_AES)
            .flag(CKA_TOKEN, false)
            .flag(CKA_PRIVATE, false)
            .flag(CKA_TRUSTED, wraps)
            .flag(CKA_SENSITIVE, true)
            .flag(CKA_EXTRACTABLE, false)
            .flag(CKA_WRAP, wraps)
            .flag(CKA_UNWRAP, !wraps)
            .flag(CKA_ENCRYPT, false)
            .flag(CKA_DECRYPT, false)
            .flag(CKA_SIGN, false)
            .flag(CKA_VERIFY, false)
            .flag(CKA_DERIVE, false);
    long key = backupKey.use(value -> session.create(template.bytes(CKA_VALUE, value)));
    return session.thenDestroy(key, () -> use.apply(key));
  }
}
