package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_TOKEN;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_VALUE_LEN;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_WRAP;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKM_AES_KEY_GEN;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKM_GENERIC_SECRET_KEY_GEN;

import java.util.Optional;
import sun.security.pkcs11.wrapper.CK_MECHANISM;

/**
 * Tries whether a key with CKA_EXTRACTABLE=false stays in the HSM, with throw-away session keys:
 * NSS was seen to keep the attribute and ignore it.
 */
final class ExtractionProbe {
  private static final MissingFeature NOT_ENFORCED =
      new MissingFeature(
          "respect for CKA_EXTRACTABLE=false",
          "whoever holds the user PIN can wrap any seed under a key of their own, and read it",
          false);

  private ExtractionProbe() {}

  /** Returns what to tell the operator; empty where the HSM refuses. */
  static Optional<MissingFeature> run(HsmSession session) {
    try {
      Template locked = SeedObjects.macKey(false, false).number(CKA_VALUE_LEN, 20);
      long key = session.generateKey(new CK_MECHANISM(CKM_GENERIC_SECRET_KEY_GEN), locked);
      return session.thenDestroy(
          key, () -> wraps(session, key) ? Optional.of(NOT_ENFORCED) : Optional.empty());
    } catch (HsmException e) {
      if (e.lost()) {
        throw e;
      }
      // An HSM that makes no such keys cannot be tried so, and loads no seeds either.
      return Optional.empty();
    }
  }

  private static boolean wraps(HsmSession session, long key) {
    Template own =
        new Template().number(CKA_VALUE_LEN, 32).flag(CKA_TOKEN, false).flag(CKA_WRAP, true);
    long wrapping = session.generateKey(new CK_MECHANISM(CKM_AES_KEY_GEN), own);
    return session.thenDestroy(
        wrapping,
        () -> {
          try {
            return session.wrap(Mechanisms.keyWrapPad(), wrapping, key).length > 0;
          } catch (HsmException e) {
            if (e.lost()) {
              throw e;
            }
            return false;
          }
        });
  }
}
