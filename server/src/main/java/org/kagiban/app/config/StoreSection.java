package org.kagiban.app.config;

import java.nio.file.Path;
import org.kagiban.yaml.Section;

/**
 * Where the server keeps its state.
 *
 * @param sqlite the database file; the server makes it where there is none
 */
public record StoreSection(Path sqlite) {
  private static final String SCHEME = "sqlite:";

  static StoreSection read(Section section) {
    String what = "sqlite: and a path, such as sqlite:kagiban.db";
    String url = section.text("url", what);
    String path = url.startsWith(SCHEME) ? url.substring(SCHEME.length()).strip() : "";
    if (!url.isEmpty() && path.isEmpty()) {
      section.refuse("url", "must be " + what + ", not '" + withoutPassword(url) + "'");
    }
    Path file = section.resolve("url", path);
    section.end();
    return new StoreSection(file);
  }

  /** A database URL may hold a password: keep only its scheme. */
  private static String withoutPassword(String url) {
    int colon = url.indexOf(':');
    return colon < 0 ? url : url.substring(0, colon + 1) + "...";
  }
}
