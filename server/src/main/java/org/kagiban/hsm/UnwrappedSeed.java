package org.kagiban.hsm;

import java.util.concurrent.atomic.AtomicInteger;
import org.kagiban.token.TokenId;
import org.kagiban.token.TokenProfile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stored seed as a session object, shared by those that use it. It begins with two holds, its
 * maker's and that of {@link UnwrappedSeeds}; whoever lets the last one go destroys it.
 * Thread-safe.
 */
final class UnwrappedSeed {
  private static final Logger LOG = LoggerFactory.getLogger(UnwrappedSeed.class);

  private final TokenId token;
  private final TokenProfile profile;
  private final long handle;
  private final AtomicInteger holds = new AtomicInteger(2);

  /**
   * Asked for since it last came round. A race costs it a round, no more: so it is not volatile.
   */
  private boolean asked;

  UnwrappedSeed(TokenId token, TokenProfile profile, long handle) {
    this.token = token;
    this.profile = profile;
    this.handle = handle;
  }

  TokenId token() {
    return token;
  }

  TokenProfile profile() {
    return profile;
  }

  long handle() {
    return handle;
  }

  /** Returns false where it is, or is being, destroyed. Each true needs one {@link #release}. */
  boolean hold() {
    for (int now = holds.get(); now > 0; now = holds.get()) {
      if (holds.compareAndSet(now, now + 1)) {
        if (!asked) {
          asked = true;
        }
        return true;
      }
    }
    return false;
  }

  /** Whether it was asked for since the last call. */
  boolean wasAsked() {
    boolean was = asked;
    asked = false;
    return was;
  }

  /**
   * @param session of the same generation
   */
  void release(HsmSession session) {
    if (holds.decrementAndGet() > 0) {
      return;
    }
    try {
      session.destroy(handle);
    } catch (HsmException e) {
      // Not the fault of whoever's job this is. It goes with its generation at the latest.
      LOG.warn("the unwrapped seed {} stays in the HSM: {}", token, e.getMessage());
    }
  }
}
