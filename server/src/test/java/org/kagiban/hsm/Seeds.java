package org.kagiban.hsm;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import org.kagiban.token.HashAlgorithm;
import sun.security.pkcs11.wrapper.CK_MECHANISM;

/** Seeds as session objects that leave the HSM under a KEK only. */
final class Seeds {
  static final byte[] MESSAGE = "message".getBytes(US_ASCII);

  private Seeds() {}

  static Template template() {
    return SeedObjects.macKey(false, true).flag(CKA_WRAP_WITH_TRUSTED, true);
  }

  static long generate(HsmSession session) {
    return session.generateKey(
        new CK_MECHANISM(CKM_GENERIC_SECRET_KEY_GEN), template().number(CKA_VALUE_LEN, 32));
  }

  static byte[] mac(HsmSession session, long seed) {
    return session.hmac(HashAlgorithm.SHA256, seed, MESSAGE);
  }

  static byte[] wrap(HsmSession session, String kek, long seed) {
    return session.wrap(Mechanisms.keyWrapPad(), Kek.find(session, kek).handle(), seed);
  }

  static long unwrap(HsmSession session, String kek, byte[] wrapped) {
    long handle = Kek.find(session, kek).handle();
    return session.unwrap(Mechanisms.keyWrapPad(), handle, wrapped, template());
  }
}
