package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import java.nio.charset.StandardCharsets;
import sun.security.pkcs11.wrapper.CK_MECHANISM;

/** Makes the partition's own keys, and destroys at once what came out weaker than asked. */
final class KeyMaker {
  private static final long IMPORT_BITS = 3072;
  private static final long REQUEST_BYTES = 32;
  private static final byte[] EXPONENT = {1, 0, 1};

  private KeyMaker() {}

  static void importKey(HsmSession session, ProviderQuirks quirks) {
    byte[] label = ascii(PartitionKeys.IMPORT_LABEL);
    Template privateHalf = importPrivate(quirks).bytes(CKA_LABEL, label).bytes(CKA_ID, label);
    Template publicHalf = importPublic(quirks).bytes(CKA_LABEL, label).bytes(CKA_ID, label);
    long[] pair =
        session.generateKeyPair(
            new CK_MECHANISM(CKM_RSA_PKCS_KEY_PAIR_GEN), publicHalf, privateHalf);
    refuseWeak(session, privateHalf, pair[1], PartitionKeys.IMPORT_LABEL, pair);
  }

  static void requestKey(HsmSession session, ProviderQuirks quirks) {
    byte[] label = ascii(PartitionKeys.REQUEST_LABEL);
    Template template =
        request(quirks)
            .number(CKA_VALUE_LEN, REQUEST_BYTES)
            .bytes(CKA_LABEL, label)
            .bytes(CKA_ID, label);
    long key = session.generateKey(new CK_MECHANISM(CKM_GENERIC_SECRET_KEY_GEN), template);
    refuseWeak(session, template, key, PartitionKeys.REQUEST_LABEL, key);
  }

  private static void refuseWeak(
      HsmSession session, Template asked, long key, String label, long... toDestroy) {
    String weakness = asked.weakness(session, key);
    if (weakness.isEmpty()) {
      return;
    }
    for (long object : toDestroy) {
      session.destroy(object);
    }
    throw new HsmSetupException(
        "the HSM made the key "
            + label
            + " weaker than asked: "
            + weakness
            + ". The key was destroyed again; this HSM must not be used");
  }

  /** Unwraps, and nothing else: with CKA_DECRYPT it would hand transport keys out in plaintext. */
  static Template importPrivate(ProviderQuirks quirks) {
    Template template =
        new Template()
            .flag(CKA_TOKEN, true)
            .flag(CKA_PRIVATE, true)
            .flag(CKA_SENSITIVE, true)
            .flag(CKA_EXTRACTABLE, false)
            .flag(CKA_UNWRAP, true)
            .flag(CKA_DECRYPT, false)
            .flag(CKA_SIGN, false)
            .flag(CKA_SIGN_RECOVER, false)
            .expect(CKA_ALWAYS_SENSITIVE, true)
            .expect(CKA_NEVER_EXTRACTABLE, true);
    return SeedObjects.lock(template, quirks);
  }

  static Template importPublic(ProviderQuirks quirks) {
    Template template =
        new Template()
            .number(CKA_MODULUS_BITS, IMPORT_BITS)
            .bytes(CKA_PUBLIC_EXPONENT, EXPONENT)
            .flag(CKA_TOKEN, true)
            .flag(CKA_WRAP, true)
            .flag(CKA_ENCRYPT, false)
            .flag(CKA_VERIFY, false)
            .flag(CKA_VERIFY_RECOVER, false);
    return SeedObjects.lock(template, quirks);
  }

  static Template request(ProviderQuirks quirks) {
    return SeedObjects.lock(SeedObjects.macKey(true, false), quirks)
        .expect(CKA_ALWAYS_SENSITIVE, true)
        .expect(CKA_NEVER_EXTRACTABLE, true);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
