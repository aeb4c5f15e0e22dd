package org.kagiban.store;

/** Told of each transaction, for figures. Called by the one thread that writes: never throws. */
@FunctionalInterface
public interface StoreObserver {
  /** Takes no notice. */
  StoreObserver NONE = (changes, nanos) -> {};

  /**
   * A transaction ended, on disk or in vain.
   *
   * @param changes how many were in it, at least 1
   * @param nanos how long it took, with its wait for the checkpointer's turn
   */
  void ended(int changes, long nanos);
}
