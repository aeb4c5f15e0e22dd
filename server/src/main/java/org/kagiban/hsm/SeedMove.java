package org.kagiban.hsm;

import static org.kagiban.verification.UnavailableException.Part.SEED_UNUSABLE;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.LongFunction;
import org.kagiban.custody.SeedMover.Outcome;
import org.kagiban.custody.SeedMover.Outcome.Moved;
import org.kagiban.custody.SeedMover.Outcome.Refused;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.SeedRef;
import org.kagiban.token.Token;
import org.kagiban.verification.UnavailableException;
import org.kagiban.verification.WrappedSeed;

/** One seed's move, proved by the key check value of what it became. */
final class SeedMove {
  private final HsmSession session;
  private final Token token;
  private final SeedRef ref;
  private final HashAlgorithm algorithm;
  private final SeedLock lock;

  private SeedMove(HsmSession session, Token token) {
    this.session = session;
    this.token = token;
    this.ref = Objects.requireNonNull(token.seed(), "a token without a seed");
    this.algorithm = token.profile().algorithm();
    this.lock = session.generation().seedLock();
  }

  static SeedMove of(HsmSession session, Token token) {
    return new SeedMove(session, token);
  }

  /** From the partition's own object to a row. */
  Outcome fromObject(String kek) {
    try {
      long[] objects = session.generation().seeds().all(ref);
      if (objects.length == 0) {
        return new Refused("SEED_MISSING", "the HSM does not hold seed " + ref);
      }
      return objects.length == 1
          ? wrapped(objects[0], kek)
          : new Refused("SEED_UNUSABLE", "the HSM holds more than one seed " + ref);
    } catch (UnavailableException e) {
      return unusable(e);
    } catch (HsmException e) {
      return notWrapped(e);
    }
  }

  private Outcome notWrapped(HsmException e) {
    if (e.aboutHandle()) {
      return new Refused("SEED_MISSING", "seed " + ref + " has gone: " + e.getMessage());
    }
    if (!Ckr.isNotExtractable(e.code())) {
      throw e;
    }
    return new Refused(
        "SEED_NOT_EXTRACTABLE",
        "seed "
            + ref
            + " was made to stay in this HSM for good: "
            + e.getMessage()
            + ". Its token has to be replaced");
  }

  /** From a row to one under another KEK. */
  Outcome toRow(WrappedSeed row, String kek) {
    return fromRow(row, lock.wrappable(), seed -> wrapped(seed, kek));
  }

  /** From a row to the partition's own object. */
  Outcome toObject(WrappedSeed row) {
    return fromRow(row, lock.used(), this::kept);
  }

  private Outcome fromRow(WrappedSeed row, Template as, LongFunction<Outcome> use) {
    try {
      long seed = StoredSeeds.unwrap(session, session, row, token, as);
      return session.thenDestroy(seed, () -> use.apply(seed));
    } catch (UnavailableException e) {
      return unusable(e);
    }
  }

  private static Outcome unusable(UnavailableException e) {
    if (e.part() != SEED_UNUSABLE) {
      throw e;
    }
    return new Refused("SEED_UNUSABLE", String.valueOf(e.getMessage()));
  }

  /** The row is opened again: it may soon be the only copy. */
  private Outcome wrapped(long seed, String kek) {
    WrappedSeed row = StoredSeeds.wrap(session, seed, token.id(), token.profile(), kek);
    long again = StoredSeeds.unwrapOwn(session, session, row, lock.wrappable());
    byte[] kcv = session.thenDestroy(again, () -> SeedObjects.kcv(session, algorithm, again));
    return isTokens(kcv) ? new Moved(row) : differs(kcv);
  }

  private Outcome kept(long seed) {
    byte[] kcv = SeedObjects.kcv(session, algorithm, seed);
    if (!isTokens(kcv)) {
      return differs(kcv);
    }
    if (standsThere()) {
      return new Moved(null);
    }
    SeedObjects.destroyLeftover(session, ref);
    byte[] copys = SeedObjects.keepCopy(session, seed, ref, algorithm);
    if (!isTokens(copys)) {
      SeedObjects.destroyLeftover(session, ref);
      return differs(copys);
    }
    return new Moved(null);
  }

  private boolean standsThere() {
    try {
      long object = session.generation().seeds().find(ref);
      return object != SeedHandles.NOT_THERE
          && isTokens(SeedObjects.kcv(session, algorithm, object));
    } catch (UnavailableException e) {
      // More than one stands there.
      return false;
    } catch (HsmException e) {
      if (e.aboutHandle() || e.aboutKey()) {
        return false;
      }
      throw e;
    }
  }

  private boolean isTokens(byte[] kcv) {
    return Arrays.equals(kcv, token.kcv());
  }

  private Outcome differs(byte[] kcv) {
    return new Refused(
        "KCV_DIFFERS",
        "the key check value of seed "
            + ref
            + " is "
            + HexFormat.of().formatHex(kcv)
            + ", but its token's is "
            + HexFormat.of().formatHex(token.kcv()));
  }
}
