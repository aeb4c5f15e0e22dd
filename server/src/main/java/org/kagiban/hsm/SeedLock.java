package org.kagiban.hsm;

import static org.kagiban.verification.UnavailableException.Part.HSM_UNAVAILABLE;
import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import org.kagiban.verification.UnavailableException;
import sun.security.pkcs11.wrapper.CK_MECHANISM;

/**
 * How seeds are locked up in one partition. Where it enforces CKA_WRAP_WITH_TRUSTED they may leave
 * under the security officer's keys, and so be stored, moved and backed up; where it does not, they
 * may not leave at all.
 *
 * @param trustedOnly whether the partition was found to enforce CKA_WRAP_WITH_TRUSTED
 */
record SeedLock(boolean trustedOnly, ProviderQuirks quirks) {
  private static final long PASSAGE_BYTES = 32;

  /** A session object to compute with, or to copy from. */
  Template used() {
    return trustedOnly ? wrappable() : SeedObjects.macKey(false, false);
  }

  /** A session object that a KEK may wrap. */
  Template wrappable() {
    Template template = SeedObjects.macKey(false, true);
    return trustedOnly ? template.flag(CKA_WRAP_WITH_TRUSTED, true) : template;
  }

  /**
   * What turns a session object into a seed that stays. By copy, because that is fast: SoftHSM
   * 2.6.1 rewrites a new token object's file 35 times when it is unwrapped or generated in place,
   * and 3 times when it is copied. It lets no copy have CKA_COPYABLE=false; a copy of a copy can
   * become neither readable nor free to leave.
   */
  Template copyOf(HsmSession session, long seed) {
    Template changes = new Template().flag(CKA_TOKEN, true);
    if (!trustedOnly && session.flag(seed, CKA_EXTRACTABLE)) {
      // SoftHSM refuses to set it where it is false already.
      changes.flag(CKA_EXTRACTABLE, false);
    }
    return SeedObjects.unmodifiable(changes, quirks);
  }

  /**
   * Makes a session object anew as {@link #used}: SoftHSM lets no copy have CKA_WRAP_WITH_TRUSTED
   * where the first had not, but an unwrapped one. Under a key that nobody else gets and that is
   * gone afterwards.
   */
  long remade(HsmSession session, long seed) {
    long passage = session.generateKey(new CK_MECHANISM(CKM_AES_KEY_GEN), passageKey());
    return session.thenDestroy(
        passage,
        () -> {
          byte[] wrapped = session.wrap(Mechanisms.keyWrapPad(), passage, seed);
          return session.unwrap(Mechanisms.keyWrapPad(), passage, wrapped, used());
        });
  }

  private static Template passageKey() {
    return new Template()
        .number(CKA_VALUE_LEN, PASSAGE_BYTES)
        .flag(CKA_TOKEN, false)
        .flag(CKA_PRIVATE, true)
        .flag(CKA_SENSITIVE, true)
        .flag(CKA_EXTRACTABLE, false)
        .flag(CKA_WRAP, true)
        .flag(CKA_UNWRAP, true)
        .flag(CKA_ENCRYPT, false)
        .flag(CKA_DECRYPT, false);
  }

  /** What a seed that stays must be read back as. */
  private Template resident() {
    Template template = SeedObjects.macKey(true, trustedOnly);
    if (trustedOnly) {
      template.flag(CKA_WRAP_WITH_TRUSTED, true);
    }
    return SeedObjects.unmodifiable(template, quirks);
  }

  /**
   * @param name of the seed, for the message
   * @throws UnavailableException where a seed that stays is weaker than asked
   */
  void refuseWeakResident(HsmSession session, long seed, Object name) {
    refuse(name, resident().weakness(session, seed));
  }

  /** As {@link #refuseWeakResident}, for what {@link #used} made: only what would let it out. */
  void refuseWeakUsed(HsmSession session, long seed, Object name) {
    Template least =
        new Template()
            .expect(CKA_PRIVATE, true)
            .expect(CKA_SENSITIVE, true)
            .expect(CKA_EXTRACTABLE, trustedOnly);
    if (trustedOnly) {
      least.expect(CKA_WRAP_WITH_TRUSTED, true);
    }
    refuse(name, least.weakness(session, seed));
  }

  private static void refuse(Object name, String weakness) {
    if (!weakness.isEmpty()) {
      throw new UnavailableException(
          HSM_UNAVAILABLE,
          "the HSM made seed "
              + name
              + " weaker than asked ("
              + weakness
              + "): it was destroyed again; this HSM must not be used");
    }
  }
}
