package org.kagiban.store;

import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/** A disk that fails at a commit: the next one, once, after it was told to. */
final class CommitFault extends CommitTrap {
  /** Whether the transaction reaches the disk all the same. */
  enum When {
    BEFORE,
    AFTER
  }

  private final AtomicReference<When> next = new AtomicReference<>();

  void failNext(When when) {
    next.set(when);
  }

  @Override
  Object commit(Callable<Object> commit) throws Exception {
    When fault = next.getAndSet(null);
    if (fault == When.BEFORE) {
      throw new SQLException("the disk failed before the commit");
    }
    Object result = commit.call();
    if (fault == When.AFTER) {
      throw new SQLException("the disk failed after the commit");
    }
    return result;
  }
}
