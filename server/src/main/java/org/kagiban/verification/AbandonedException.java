package org.kagiban.verification;

/** Nobody waits for the answer any more: the caller's deadline passed first, or it hung up. */
public final class AbandonedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public AbandonedException() {
    super("the caller did not wait for its turn", null, false, false);
  }
}
