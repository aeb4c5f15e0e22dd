package org.kagiban.app.bench;

import org.jspecify.annotations.Nullable;

/** A kind of call to a server. Thread-safe. */
@FunctionalInterface
interface Calls {
  /** Makes one call and returns at once; {@code end} hears of its answer on any thread. */
  void start(End end);

  /** The end of one call. */
  interface End {
    /**
     * @param problem why it does not count, null where all went well
     */
    void answered(@Nullable String problem);
  }
}
