package org.kagiban.app.doctor;

/**
 * One thing that was looked at.
 *
 * @param area such as hsm or store
 * @param text what was found; nothing secret
 * @param remedy what to do about it, empty where it is well
 */
public record Finding(Level level, String area, String text, String remedy) {
  /** How bad it is. */
  public enum Level {
    OK,
    /** The server runs, and somebody should look. */
    WARN,
    /** The server does not start, does not serve, or must not be trusted. */
    FAIL
  }
}
