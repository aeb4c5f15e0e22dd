package org.kagiban.verification;

/** A bounded queue is full; nothing was done. The caller gets RESOURCE_EXHAUSTED. */
public final class OverloadedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param queue which queue, for the operator
   */
  public OverloadedException(String queue) {
    super("the queue to the " + queue + " is full", null, false, false);
  }
}
