package org.kagiban.token;

/**
 * What the HSM's codes said about the codes that came with a request. It counts only where {@link
 * TokenTransitions} lets it: nothing about it leaves the server before.
 */
public sealed interface Proof {
  Proof NONE = new None();

  /** No code of the window fits. */
  record None() implements Proof {}

  /**
   * The code, or the later of two, is that of a time step or counter.
   *
   * @param factor the moving factor of RFC 4226
   */
  record Factor(long factor) implements Proof {}

  /** The code is this temporary code. */
  record Temporary(TemporaryCode code) implements Proof {}
}
