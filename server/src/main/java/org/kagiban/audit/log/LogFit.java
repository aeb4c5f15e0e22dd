package org.kagiban.audit.log;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.VerifierKey;

/** Whether log folder and database belong together, as a server asks before it goes on. */
public final class LogFit {
  private LogFit() {}

  /**
   * Compares them, and changes nothing.
   *
   * @param key that signs now
   * @param former keys that signed before
   * @return the newest checkpoint, null where the log begins
   * @throws LogRefusedException with what was found and what to do
   */
  public static @Nullable SignedCheckpoint check(
      EventSource events, LogStore store, VerifierKey key, Set<VerifierKey> former) {
    return new LogOpening(events, store, key, former).check();
  }
}
