package org.kagiban.hsm;

import static org.kagiban.verification.UnavailableException.Part.SEED_UNUSABLE;

import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.token.TokenProfile;
import org.kagiban.verification.UnavailableException;
import org.kagiban.verification.WrappedSeed;

/** Seeds on their way between session objects and the store's rows. */
final class StoredSeeds {
  private StoredSeeds() {}

  /**
   * Wraps a seed under a KEK and binds it to its token.
   *
   * @param seed one that may be wrapped
   */
  static WrappedSeed wrap(
      HsmSession session, long seed, TokenId token, TokenProfile profile, String kek) {
    RowKeys keys = session.generation().rowKeys();
    long key = keys.kek(session, kek);
    keys.quicken(session, key);
    byte[] wrapped;
    try {
      wrapped = session.wrap(Mechanisms.keyWrapPad(), key, seed);
    } catch (HsmException e) {
      throw forgetting(keys, kek, e);
    }
    return new WrappedSeed(
        token, kek, wrapped, SeedBinding.mac(session, token, profile, kek, wrapped));
  }

  /**
   * Unwraps a row into a session object.
   *
   * @param owner the session whose object it will be; locked meanwhile, since others share the
   *     keeper
   * @param token whose it must be
   * @throws UnavailableException SEED_UNUSABLE where the row does not belong to the token, or is
   *     damaged; HSM_UNAVAILABLE where a key is missing
   */
  static long unwrap(
      HsmSession session, HsmSession owner, WrappedSeed row, Token token, Template as) {
    if (!SeedBinding.holds(session, row, token.id(), token.profile())) {
      throw new UnavailableException(
          SEED_UNUSABLE,
          "the stored seed of token "
              + token.id()
              + " does not belong to it: the row was changed, or is another token's");
    }
    return unwrapOwn(session, owner, row, as);
  }

  /** As {@link #unwrap}, for a row that was just made. */
  static long unwrapOwn(HsmSession session, HsmSession owner, WrappedSeed row, Template as) {
    RowKeys keys = session.generation().rowKeys();
    long kek = keys.kek(session, row.kek());
    keys.quicken(session, kek);
    try {
      synchronized (owner) {
        return owner.unwrap(Mechanisms.keyWrapPad(), kek, row.wrapped(), as);
      }
    } catch (HsmException e) {
      throw e.aboutKey() ? unusable(row, e) : forgetting(keys, row.kek(), e);
    }
  }

  /** A KEK's handle may be void: it was destroyed, and perhaps restored since. */
  private static HsmException forgetting(RowKeys keys, String kek, HsmException e) {
    if (e.aboutHandle()) {
      keys.forget(kek);
    }
    return e;
  }

  private static UnavailableException unusable(WrappedSeed row, HsmException e) {
    return new UnavailableException(
        SEED_UNUSABLE,
        "the stored seed of token "
            + row.token()
            + " cannot be unwrapped under "
            + row.kek()
            + ": "
            + e.getMessage(),
        e);
  }
}
