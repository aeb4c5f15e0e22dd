package org.kagiban.store;

/** The database cannot be opened as it is; the message says why and what to do. */
public final class StoreRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Where there is no exception beneath. */
  StoreRefusedException(String message) {
    super(message);
  }

  public StoreRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
