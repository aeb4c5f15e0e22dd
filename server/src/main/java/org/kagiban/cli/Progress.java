package org.kagiban.cli;

/** Hears how far something of several steps is. Called by the thread that does it. */
@FunctionalInterface
public interface Progress {
  /**
   * @param step what is being done, in a few words
   * @param done of {@code total}
   * @param total 0 where unknown
   */
  void at(String step, long done, long total);
}
