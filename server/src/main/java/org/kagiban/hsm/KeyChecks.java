package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import org.kagiban.custody.Sha256;
import org.kagiban.custody.ceremony.KeyCheck;
import org.kagiban.custody.ceremony.KeyCheck.Method;
import org.kagiban.token.HashAlgorithm;
import sun.security.pkcs11.wrapper.CK_MECHANISM;

/**
 * Key check values, computed with the key itself. CKA_CHECK_VALUE is not used: SoftHSM 2.6.1 keeps
 * one of generated and created keys, but none of unwrapped ones, so that a restored KEK would lack
 * it.
 */
final class KeyChecks {
  private static final int BLOCK = 16;

  private KeyChecks() {}

  /** Of a key that may wrap and nothing else: wraps 16 zero bytes, a session object. */
  static KeyCheck kek(HsmSession session, long kek) {
    Template zeros =
        new Template()
            .number(CKA_CLASS, CKO_SECRET_KEY)
            .number(CKA_KEY_TYPE, CKK_GENERIC_SECRET)
            .bytes(CKA_VALUE, new byte[BLOCK])
            .flag(CKA_TOKEN, false)
            .flag(CKA_PRIVATE, false)
            .flag(CKA_EXTRACTABLE, true);
    long key = session.create(zeros);
    byte[] wrapped =
        session.thenDestroy(key, () -> session.wrap(Mechanisms.keyWrapPad(), kek, key));
    return KeyCheck.of(Method.AES_KWP_ZEROS, wrapped);
  }

  /** Of an AES key that may sign. */
  static KeyCheck cmac(HsmSession session, long key) {
    CK_MECHANISM mechanism = new CK_MECHANISM(CKM_AES_CMAC);
    return KeyCheck.of(Method.AES_CMAC, session.sign(mechanism, key, new byte[BLOCK]));
  }

  static KeyCheck hmac(HsmSession session, long key) {
    return KeyCheck.of(Method.HMAC_SHA256, SeedObjects.kcv(session, HashAlgorithm.SHA256, key));
  }

  static KeyCheck pair(byte[] spki) {
    return KeyCheck.of(Method.SPKI_SHA256, Sha256.of(spki));
  }
}
