package org.kagiban.app.config;

import org.kagiban.yaml.Section;

/**
 * What the server logs, as JSON lines on standard error.
 *
 * @param requests whether each call gets a line
 */
public record LogSection(Level level, boolean requests) {
  /** From most to least. */
  public enum Level {
    DEBUG,
    INFO,
    WARN,
    ERROR
  }

  static LogSection read(Section section) {
    LogSection read =
        new LogSection(
            section.choice("level", Level.class, Level.INFO),
            !section.has("requests") || section.flag("requests"));
    section.end();
    return read;
  }
}
