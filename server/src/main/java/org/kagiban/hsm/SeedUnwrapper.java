package org.kagiban.hsm;

import java.security.MessageDigest;
import org.kagiban.custody.TransportKey.Outcome;
import org.kagiban.custody.TransportKey.SealedSeed;
import org.kagiban.token.HashAlgorithm;
import sun.security.pkcs11.wrapper.PKCS11Constants;

/** Takes one sealed seed at a time; a damaged one is its own outcome and nobody else's. */
final class SeedUnwrapper {
  private final long transportKey;
  private final long macKey;
  private final ProviderQuirks quirks;

  SeedUnwrapper(long transportKey, long macKey, ProviderQuirks quirks) {
    this.transportKey = transportKey;
    this.macKey = macKey;
    this.quirks = quirks;
  }

  /** Unwraps the seed, computes its key check value and lets it go. */
  Outcome check(HsmSession session, SealedSeed seed) {
    if (!bindingHolds(session, seed)) {
      return bindingWrong(seed);
    }
    long key;
    try {
      key = unwrapForNow(session, seed);
    } catch (HsmException e) {
      return unreadable(seed, e);
    }
    Outcome outcome;
    try {
      outcome = measure(session, seed, key);
    } catch (RuntimeException e) {
      session.destroyAfter(e, key);
      throw e;
    }
    session.destroy(key);
    return outcome;
  }

  /** Unwraps the seed to stay. */
  Outcome keep(HsmSession session, SealedSeed seed) {
    if (!bindingHolds(session, seed)) {
      return bindingWrong(seed);
    }
    SeedObjects.destroyLeftover(session, seed.ref());
    long key;
    try {
      Template template = SeedObjects.resident(seed.ref(), quirks);
      key = session.unwrap(Mechanisms.keyWrapPad(), transportKey, seed.wrapped(), template);
    } catch (HsmException e) {
      return unreadableOrFull(session, seed, e);
    }
    try {
      SeedObjects.refuseWeak(session, key, seed.ref(), quirks);
      Outcome outcome = measure(session, seed, key);
      if (outcome instanceof Outcome.Good) {
        session.generation().seeds().add(seed.ref(), key);
      } else {
        session.destroy(key);
      }
      return outcome;
    } catch (RuntimeException e) {
      session.destroyAfter(e, key);
      throw e;
    }
  }

  private boolean bindingHolds(HsmSession session, SealedSeed seed) {
    byte[] mac = session.hmac(HashAlgorithm.SHA256, macKey, seed.boundData());
    return MessageDigest.isEqual(mac, seed.bindingMac());
  }

  private long unwrapForNow(HsmSession session, SealedSeed seed) {
    Template template = SeedObjects.macKey(false, false);
    return session.unwrap(Mechanisms.keyWrapPad(), transportKey, seed.wrapped(), template);
  }

  /** A full HSM may answer as to a damaged seed: only one that cannot be unwrapped at all is. */
  private Outcome unreadableOrFull(HsmSession session, SealedSeed seed, HsmException failure) {
    Outcome unreadable = unreadable(seed, failure);
    long key;
    try {
      key = unwrapForNow(session, seed);
    } catch (HsmException e) {
      if (e.aboutKey()) {
        return unreadable;
      }
      throw e;
    }
    session.destroy(key);
    throw failure;
  }

  private Outcome measure(HsmSession session, SealedSeed seed, long key) {
    int smallest = quirks.smallestKey(seed.algorithm());
    if (session.number(key, PKCS11Constants.CKA_VALUE_LEN) < smallest) {
      return tooShort(seed, smallest);
    }
    try {
      return new Outcome.Good(SeedObjects.kcv(session, seed.algorithm(), key));
    } catch (HsmException e) {
      if (e.code() == Ckr.KEY_SIZE_RANGE) {
        return tooShort(seed, smallest);
      }
      throw e;
    }
  }

  private static Outcome bindingWrong(SealedSeed seed) {
    return new Outcome.Bad(
        "BINDING_MAC_WRONG",
        "seed "
            + seed.ref()
            + " does not belong to the token that it stands with, or the record"
            + " was changed after it was sealed: seal the vendor's file again");
  }

  private static Outcome unreadable(SealedSeed seed, HsmException e) {
    if (!e.aboutKey()) {
      throw e;
    }
    return new Outcome.Bad(
        "SEED_UNREADABLE",
        "seed "
            + seed.ref()
            + " cannot be unwrapped: it was damaged, or sealed under another"
            + " transport key ("
            + e.getMessage()
            + ")");
  }

  private static Outcome tooShort(SealedSeed seed, int smallest) {
    return new Outcome.Bad(
        "SEED_TOO_SHORT",
        "seed "
            + seed.ref()
            + " is shorter than "
            + smallest
            + " bytes, the HSM's smallest key for"
            + " HMAC-"
            + seed.algorithm()
            + ": seal it padded with zeros");
  }
}
