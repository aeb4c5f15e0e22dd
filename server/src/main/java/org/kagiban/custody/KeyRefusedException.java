package org.kagiban.custody;

/** The HSM would not take a key that a caller brought; the message says why and what to do. */
public final class KeyRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public KeyRefusedException(String message) {
    super(message);
  }

  public KeyRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
