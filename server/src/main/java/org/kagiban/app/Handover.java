package org.kagiban.app;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.log.SigningTurn;
import org.kagiban.audit.log.SigningTurn.Noted;

/**
 * When a server that cannot sign the log lets another one try: after three seconds of failures, and
 * it rests for two then. Where all fail the turn goes round, and nobody calls that well: see {@link
 * #othersSign}. Times are nanoseconds of a clock that only goes forward. For one thread at a time.
 */
final class Handover {
  private static final long TRIES = TimeUnit.SECONDS.toNanos(3);
  private static final long RESTS = TimeUnit.SECONDS.toNanos(2);

  /** Another that fails lets go before this is over. */
  private static final long SETTLED = TimeUnit.SECONDS.toNanos(15);

  private final SigningTurn turn;
  private boolean failing;
  private long failingSince;

  /** It let go because it failed, and it is not known yet whether another does better. */
  private boolean open;

  private @Nullable Noted letGoAt;
  private long letGoSince;

  Handover(SigningTurn turn) {
    this.turn = turn;
  }

  /** It signed, or found nothing to sign. */
  void well() {
    failing = false;
    open = false;
  }

  /** It could not. */
  void failed(long now) {
    if (!failing) {
      failing = true;
      failingSince = now;
    }
    if (now - failingSince >= TRIES && letGo(now)) {
      failing = false;
    }
  }

  private boolean letGo(long now) {
    try {
      Noted newest = turn.newest();
      if (!turn.letGo()) {
        return false;
      }
      letGoAt = newest;
    } catch (IOException e) {
      // The store does not answer: that is what fails, and the turn runs out by itself.
      return false;
    }
    letGoSince = now;
    open = true;
    return true;
  }

  /** Whether it leaves the turn to others for now. */
  boolean rests(long now) {
    return open && now - letGoSince < RESTS;
  }

  /** Whether a server that has the turn instead can do what this one could not, as far as known. */
  boolean othersSign(long now) throws IOException {
    open = open && now - letGoSince < SETTLED && Objects.equals(letGoAt, turn.newest());
    return !open;
  }
}
