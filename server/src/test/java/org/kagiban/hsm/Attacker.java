package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import sun.security.pkcs11.wrapper.CK_ATTRIBUTE;
import sun.security.pkcs11.wrapper.CK_MECHANISM;
import sun.security.pkcs11.wrapper.PKCS11;

/** What somebody with the user PIN can ask of the HSM, in their own words. */
final class Attacker {
  private final HsmSession session;
  private final PKCS11 pkcs11;

  Attacker(HsmSession session) {
    this.session = session;
    this.pkcs11 = session.generation().instance().pkcs11();
  }

  /** An AES key that may do everything; the attacker would read what it wrapped. */
  long ownKey(Template more) {
    return session.generateKey(
        new CK_MECHANISM(CKM_AES_KEY_GEN),
        more.number(CKA_VALUE_LEN, 32)
            .flag(CKA_WRAP, true)
            .flag(CKA_UNWRAP, true)
            .flag(CKA_ENCRYPT, true)
            .flag(CKA_DECRYPT, true));
  }

  /** The same, of known value. */
  long knownKey(boolean trusted) {
    return session.create(
        new Template()
            .number(CKA_CLASS, CKO_SECRET_KEY)
            .number(CKA_KEY_TYPE, CKK_AES)
            .bytes(CKA_VALUE, new byte[32])
            .flag(CKA_TOKEN, false)
            .flag(CKA_EXTRACTABLE, true)
            .flag(CKA_TRUSTED, trusted)
            .flag(CKA_WRAP, true)
            .flag(CKA_UNWRAP, true));
  }

  byte[] wrapUnder(long wrapping, long key) {
    return session.wrap(Mechanisms.keyWrapPad(), wrapping, key);
  }

  byte[] wrapUnderForeign(long key) {
    byte[] spki = TestKeys.rsa(2048).getPublic().getEncoded();
    long foreign = session.create(DeviceKey.parse(spki).template());
    return session.wrap(Mechanisms.oaep(), foreign, key);
  }

  Object set(long object, long type, boolean value) {
    return set(object, new CK_ATTRIBUTE(type, value));
  }

  Object set(long object, CK_ATTRIBUTE attribute) {
    return HsmSession.run(
        "C_SetAttributeValue",
        () -> {
          CK_ATTRIBUTE[] changes = {attribute};
          pkcs11.C_SetAttributeValue(session.handle(), object, changes);
          return true;
        });
  }

  Object decryptWith(long key) {
    return HsmSession.run(
        "C_DecryptInit",
        () -> {
          pkcs11.C_DecryptInit(session.handle(), new CK_MECHANISM(CKM_AES_ECB), key);
          return true;
        });
  }

  /** The derived key would be readable: the base key's AES over 16 bytes of choice. */
  Object deriveFrom(long key) {
    NestedTemplate data = new NestedTemplate().number(0, 0).number(0, 0);
    byte[] address = new byte[8];
    ByteBuffer.wrap(data.packed(), 8, 8).get(address);
    byte[] parameter =
        ByteBuffer.allocate(16).order(ByteOrder.nativeOrder()).put(address).putLong(16).array();
    CK_ATTRIBUTE[] readable =
        new Template()
            .number(CKA_CLASS, CKO_SECRET_KEY)
            .number(CKA_KEY_TYPE, CKK_GENERIC_SECRET)
            .number(CKA_VALUE_LEN, 16)
            .flag(CKA_TOKEN, false)
            .flag(CKA_SENSITIVE, false)
            .flag(CKA_EXTRACTABLE, true)
            .toArray();
    CK_MECHANISM mechanism = new CK_MECHANISM(CKM_AES_ECB_ENCRYPT_DATA, parameter);
    try {
      return HsmSession.run(
          "C_DeriveKey", () -> pkcs11.C_DeriveKey(session.handle(), mechanism, key, readable));
    } finally {
      Reference.reachabilityFence(data);
    }
  }
}
