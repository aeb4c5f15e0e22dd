package org.kagiban.hsm;

import java.security.MessageDigest;
import java.util.function.LongFunction;
import org.kagiban.custody.TransportKey.Outcome;
import org.kagiban.custody.TransportKey.SealedSeed;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.SeedRef;
import sun.security.pkcs11.wrapper.PKCS11Constants;

/** Takes one sealed seed at a time; a damaged one is its own outcome and nobody else's. */
final class SeedUnwrapper {
  private final long transportKey;
  private final long macKey;
  private final ProviderQuirks quirks;
  private final SeedPlace place;

  SeedUnwrapper(long transportKey, long macKey, Partition partition) {
    this.transportKey = transportKey;
    this.macKey = macKey;
    this.quirks = partition.config().quirks();
    this.place = partition.keeping().place();
  }

  /** Unwraps the seed, computes its key check value and lets it go. */
  Outcome check(HsmSession session, SealedSeed seed) {
    Template template = session.generation().seedLock().used();
    return unwrapped(session, seed, template, key -> measure(session, seed, key));
  }

  /** As {@link #check}, and a copy stays, or a row comes of it. */
  Outcome keep(HsmSession session, SealedSeed seed) {
    SeedLock lock = session.generation().seedLock();
    return unwrapped(
        session,
        seed,
        place == SeedPlace.RESIDENT ? lock.used() : lock.wrappable(),
        key -> {
          Outcome measured = measure(session, seed, key);
          return measured instanceof Outcome.Good good ? kept(session, seed, key, good) : measured;
        });
  }

  private Outcome kept(HsmSession session, SealedSeed seed, long key, Outcome.Good measured) {
    SeedRef ref = new SeedRef(seed.token().value());
    SeedObjects.destroyLeftover(session, ref);
    if (place == SeedPlace.RESIDENT) {
      HashAlgorithm algorithm = seed.profile().algorithm();
      return new Outcome.Good(SeedObjects.keepCopy(session, key, ref, algorithm), null);
    }
    String kek = session.generation().rowKeys().activeKek();
    return new Outcome.Good(
        measured.kcv(), StoredSeeds.wrap(session, key, seed.token(), seed.profile(), kek));
  }

  private Outcome unwrapped(
      HsmSession session, SealedSeed seed, Template template, LongFunction<Outcome> use) {
    if (!bindingHolds(session, seed)) {
      return bindingWrong(seed);
    }
    long key;
    try {
      key = session.unwrap(Mechanisms.keyWrapPad(), transportKey, seed.wrapped(), template);
    } catch (HsmException e) {
      return unreadable(seed, e);
    }
    return session.thenDestroy(key, () -> use.apply(key));
  }

  private boolean bindingHolds(HsmSession session, SealedSeed seed) {
    byte[] mac = session.hmac(HashAlgorithm.SHA256, macKey, seed.boundData());
    return MessageDigest.isEqual(mac, seed.bindingMac());
  }

  private Outcome measure(HsmSession session, SealedSeed seed, long key) {
    int smallest = quirks.smallestKey(seed.profile().algorithm());
    long size = session.number(key, PKCS11Constants.CKA_VALUE_LEN);
    // SoftHSM 2.6.1 says 0 of every unwrapped key, and refuses to compute with a short one.
    if (size != 0 && size < smallest) {
      return tooShort(seed, smallest);
    }
    try {
      return new Outcome.Good(SeedObjects.kcv(session, seed.profile().algorithm(), key), null);
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
            + seed.token()
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
            + seed.token()
            + " cannot be unwrapped: it was damaged, or sealed under another"
            + " transport key ("
            + e.getMessage()
            + ")");
  }

  private static Outcome tooShort(SealedSeed seed, int smallest) {
    return new Outcome.Bad(
        "SEED_TOO_SHORT",
        "seed "
            + seed.token()
            + " is shorter than "
            + smallest
            + " bytes, the HSM's smallest key for"
            + " HMAC-"
            + seed.profile().algorithm()
            + ": seal it padded with zeros");
  }
}
