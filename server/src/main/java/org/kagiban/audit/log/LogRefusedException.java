package org.kagiban.audit.log;

/**
 * The log must not go on: what is on the disk is not what was signed. The message is for the
 * operator: what was found, in which event, and what to do.
 */
public final class LogRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LogRefusedException(String message) {
    super(message);
  }

  public LogRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
