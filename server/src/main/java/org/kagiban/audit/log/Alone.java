package org.kagiban.audit.log;

import org.jspecify.annotations.Nullable;
import org.kagiban.audit.tree.Hash;

/** Always has the turn. What was published before is told by the log's folder. Stateless. */
final class Alone implements SigningTurn {
  @Override
  public Taken take() {
    return Taken.KEPT;
  }

  @Override
  public @Nullable Noted newest() {
    return null;
  }

  @Override
  public boolean note(long size, Hash root) {
    return true;
  }

  @Override
  public boolean letGo() {
    return false;
  }

  @Override
  public void close() {
    // Nobody else waits for it.
  }
}
