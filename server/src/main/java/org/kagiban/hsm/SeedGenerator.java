package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_VALUE_LEN;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKM_GENERIC_SECRET_KEY_GEN;

import org.kagiban.custody.KeyCustody.GeneratedSeed;
import org.kagiban.custody.KeyRefusedException;
import org.kagiban.token.SeedRef;
import org.kagiban.token.TokenId;
import org.kagiban.token.TokenProfile;
import org.kagiban.verification.WrappedSeed;
import sun.security.pkcs11.wrapper.CK_MECHANISM;

/**
 * Makes a seed that both the HSM and one device hold. It begins as a session object that may be
 * wrapped, and stays as a copy that may not, or as a row for the store; the first is destroyed on
 * every path.
 */
final class SeedGenerator {
  private final TokenId token;
  private final TokenProfile profile;
  private final DeviceKey device;
  private final SeedPlace place;

  SeedGenerator(TokenId token, TokenProfile profile, DeviceKey device, SeedPlace place) {
    this.token = token;
    this.profile = profile;
    this.device = device;
    this.place = place;
  }

  /**
   * Destroys what this process knows under the Token ID first, and does not search the partition,
   * which takes as long as it has objects: the id was drawn at random, and a seed that another
   * process left behind under the same id would be found at the next start, together with this one,
   * and neither used.
   */
  GeneratedSeed run(HsmSession session) {
    SeedObjects.destroyLeftover(session, ref());
    // A device's key is nobody's trusted one: only the copy, or the KEK's seed, is bound to those.
    Template template =
        SeedObjects.macKey(false, true).number(CKA_VALUE_LEN, profile.algorithm().size());
    long seed = session.generateKey(new CK_MECHANISM(CKM_GENERIC_SECRET_KEY_GEN), template);
    return session.thenDestroy(seed, () -> wrapAndKeep(session, seed));
  }

  private GeneratedSeed wrapAndKeep(HsmSession session, long seed) {
    byte[] wrapped = wrap(session, seed);
    if (place == SeedPlace.RESIDENT) {
      return new GeneratedSeed(wrapped, keep(session, seed), null);
    }
    String kek = session.generation().rowKeys().activeKek();
    byte[] kcv = SeedObjects.kcv(session, profile.algorithm(), seed);
    WrappedSeed row = StoredSeeds.wrap(session, seed, token, profile, kek);
    return new GeneratedSeed(wrapped, kcv, row);
  }

  private byte[] keep(HsmSession session, long seed) {
    SeedLock lock = session.generation().seedLock();
    if (!lock.trustedOnly()) {
      return SeedObjects.keepCopy(session, seed, ref(), profile.algorithm());
    }
    long bound = lock.remade(session, seed);
    return session.thenDestroy(
        bound, () -> SeedObjects.keepCopy(session, bound, ref(), profile.algorithm()));
  }

  private SeedRef ref() {
    return new SeedRef(token.value());
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
