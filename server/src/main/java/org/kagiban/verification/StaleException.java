package org.kagiban.verification;

/** Another request changed what this one was prepared for; prepare it anew. Nothing was done. */
public final class StaleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StaleException() {
    super("prepared for another state of the token", null, false, false);
  }
}
