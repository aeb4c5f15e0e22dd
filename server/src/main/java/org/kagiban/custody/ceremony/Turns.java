package org.kagiban.custody.ceremony;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets one ceremony at a time be performed in this server, and none while it is being aborted.
 * Thread-safe.
 */
final class Turns {
  private final Set<CeremonyId> aborting = new HashSet<>();
  private @Nullable CeremonyId running;

  /**
   * Performs.
   *
   * @throws CeremonyRefusedException RUN_IN_PROGRESS
   */
  <T> T run(CeremonyId id, Supplier<T> work) {
    begin(id);
    try {
      return work.get();
    } finally {
      end();
    }
  }

  private synchronized void begin(CeremonyId id) {
    if (running != null) {
      throw inProgress(running);
    }
    if (aborting.contains(id)) {
      throw inProgress(id);
    }
    running = id;
  }

  private synchronized void end() {
    running = null;
  }

  /**
   * Keeps a ceremony from being performed.
   *
   * @return ends that
   * @throws CeremonyRefusedException RUN_IN_PROGRESS
   */
  synchronized Runnable block(CeremonyId id) {
    if (id.equals(running) || !aborting.add(id)) {
      throw inProgress(id);
    }
    return () -> unblock(id);
  }

  private synchronized void unblock(CeremonyId id) {
    aborting.remove(id);
  }

  private static CeremonyRefusedException inProgress(CeremonyId id) {
    return new CeremonyRefusedException(
        "RUN_IN_PROGRESS",
        "the server works on the ceremony " + id + " at this moment; wait for its end");
  }
}
