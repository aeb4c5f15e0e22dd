package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import org.kagiban.custody.KeyCustody.GeneratedSeed;
import org.kagiban.custody.KeyRefusedException;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.SeedRef;
import sun.security.pkcs11.wrapper.CK_MECHANISM;

/**
 * Makes a seed that both the HSM and one device hold. It begins as a session object that may be
 * wrapped, and ends as a token object that may not; the first is destroyed on every path.
 *
 * <p>It gets from one to the other wrapped under a key that lives for this moment only, inside the
 * HSM. C_CopyObject would be shorter, but SoftHSM 2.6.1 lets no copy have CKA_COPYABLE=false.
 */
final class SeedGenerator {
  private final SeedRef ref;
  private final HashAlgorithm algorithm;
  private final DeviceKey device;
  private final ProviderQuirks quirks;

  SeedGenerator(SeedRef ref, HashAlgorithm algorithm, DeviceKey device, ProviderQuirks quirks) {
    this.ref = ref;
    this.algorithm = algorithm;
    this.device = device;
    this.quirks = quirks;
  }

  GeneratedSeed run(HsmSession session) {
    SeedObjects.destroy(session, ref);
    Template template = SeedObjects.macKey(false, true).number(CKA_VALUE_LEN, algorithm.size());
    long seed = session.generateKey(new CK_MECHANISM(CKM_GENERIC_SECRET_KEY_GEN), template);
    return session.thenDestroy(seed, () -> wrapAndKeep(session, seed));
  }

  private GeneratedSeed wrapAndKeep(HsmSession session, long seed) {
    byte[] wrapped = wrap(session, seed);
    long kept = keep(session, seed);
    try {
      byte[] kcv = SeedObjects.kcv(session, algorithm, kept);
      session.generation().seeds().add(ref, kept);
      return new GeneratedSeed(wrapped, kcv);
    } catch (RuntimeException e) {
      session.destroyAfter(e, kept);
      throw e;
    }
  }

  private long keep(HsmSession session, long seed) {
    long bridge = session.generateKey(new CK_MECHANISM(CKM_AES_KEY_GEN), bridgeKey());
    return session.thenDestroy(
        bridge,
        () -> {
          byte[] crossing = session.wrap(Mechanisms.keyWrapPad(), bridge, seed);
          return SeedObjects.unwrapResident(session, bridge, crossing, ref, quirks);
        });
  }

  private static Template bridgeKey() {
    return new Template()
        .number(CKA_VALUE_LEN, 32)
        .flag(CKA_TOKEN, false)
        .flag(CKA_PRIVATE, true)
        .flag(CKA_SENSITIVE, true)
        .flag(CKA_EXTRACTABLE, false)
        .flag(CKA_WRAP, true)
        .flag(CKA_UNWRAP, true)
        .flag(CKA_ENCRYPT, false)
        .flag(CKA_DECRYPT, false);
  }

  private byte[] wrap(HsmSession session, long seed) {
    try {
      long key = session.create(device.template());
      return session.thenDestroy(key, () -> session.wrap(Mechanisms.oaep(), key, seed));
    } catch (HsmException e) {
      if (e.aboutKey()) {
        throw new KeyRefusedException(
            "the HSM could not wrap a seed under the device's public key: " + e.getMessage(), e);
      }
      throw e;
    }
  }
}
