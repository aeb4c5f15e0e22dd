package org.kagiban.campaign;

/**
 * A broken promise.
 *
 * @param rule the invariant's name, or linearizable
 * @param message what was seen
 */
record Violation(String rule, String message) {
  @Override
  public String toString() {
    return rule + ": " + message;
  }
}
