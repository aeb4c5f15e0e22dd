package org.kagiban.hsm;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.TokenId;
import org.kagiban.token.TokenProfile;

/**
 * One generation's unwrapped seeds, no more than a bound and those that jobs hold. The one that was
 * longest not asked for goes first, about: the oldest goes unless it was asked for since it came or
 * came round, then it goes round again (second chance). So a hit writes nothing that others write.
 * Thread-safe.
 */
final class UnwrappedSeeds {
  private final int bound;
  private final ConcurrentHashMap<TokenId, UnwrappedSeed> seeds = new ConcurrentHashMap<>();

  /** Those in {@link #seeds}, in the order of their turn. Guarded by itself. */
  private final LinkedHashSet<UnwrappedSeed> turns = new LinkedHashSet<>();

  UnwrappedSeeds(int bound) {
    this.bound = bound;
  }

  /**
   * Returns one with a hold on it, to be released; null where there is none for this token with
   * this profile.
   */
  @Nullable UnwrappedSeed hold(TokenId token, TokenProfile profile) {
    UnwrappedSeed seed = seeds.get(token);
    return seed != null && seed.profile().equals(profile) && seed.hold() ? seed : null;
  }

  /**
   * Takes in a new one, and destroys those that have to go.
   *
   * @param handle of a session object of the keeper's
   * @return with a hold on it
   */
  UnwrappedSeed add(HsmSession session, TokenId token, TokenProfile profile, long handle) {
    UnwrappedSeed added = new UnwrappedSeed(token, profile, handle);
    List<UnwrappedSeed> out = new ArrayList<>();
    synchronized (turns) {
      UnwrappedSeed before = seeds.put(token, added);
      if (before != null && turns.remove(before)) {
        out.add(before);
      }
      turns.add(added);
      while (turns.size() > bound) {
        out.add(next(added));
      }
    }
    out.forEach(seed -> seed.release(session));
    return added;
  }

  /** The next one to go, taken out; not {@code added}, and there is another. */
  private UnwrappedSeed next(UnwrappedSeed added) {
    while (true) {
      Iterator<UnwrappedSeed> first = turns.iterator();
      UnwrappedSeed seed = first.next();
      first.remove();
      if (seed != added && !seed.wasAsked()) {
        seeds.remove(seed.token(), seed);
        return seed;
      }
      turns.add(seed);
    }
  }

  /** Lets go of a token's: it is destroyed as soon as no job holds it. */
  void evict(HsmSession session, TokenId token) {
    if (!seeds.containsKey(token)) {
      return;
    }
    UnwrappedSeed seed;
    synchronized (turns) {
      seed = seeds.remove(token);
      if (seed == null || !turns.remove(seed)) {
        return;
      }
    }
    seed.release(session);
  }

  int size() {
    return seeds.size();
  }
}
