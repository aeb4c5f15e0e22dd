package org.kagiban.custody;

/**
 * A seed file cannot be used, or not further than it was read; the message says why and what to do.
 * What was loaded before stays loaded.
 */
public final class SeedFileException extends Exception {
  private static final long serialVersionUID = 1;

  public SeedFileException(String message) {
    super(message);
  }

  public SeedFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
