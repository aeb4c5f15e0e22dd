package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_VALUE_LEN;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKM_GENERIC_SECRET_KEY_GEN;

import org.kagiban.custody.KeyCustody.GeneratedSeed;
import org.kagiban.custody.KeyRefusedException;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.SeedRef;
import sun.security.pkcs11.wrapper.CK_MECHANISM;

/**
 * Makes a seed that both the HSM and one device hold. It begins as a session object that may be
 * wrapped, and stays as a copy that may not; the first is destroyed on every path.
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
    byte[] kcv = SeedObjects.keepCopy(session, seed, ref, algorithm, quirks);
    return new GeneratedSeed(wrapped, kcv, null);
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
