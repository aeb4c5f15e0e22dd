package org.kagiban.app.config;

import java.util.Locale;
import org.kagiban.yaml.Section;

/** A certificate by its SHA-256, as the configuration writes it. */
final class Fingerprint {
  private static final String PREFIX = "sha256:";

  private Fingerprint() {}

  static boolean isOne(String text) {
    return text.toLowerCase(Locale.ROOT).startsWith(PREFIX);
  }

  /** In lower case and without colons between the digits. */
  static String read(Section section, String key, String text) {
    String hex = text.substring(PREFIX.length()).replace(":", "").toLowerCase(Locale.ROOT);
    if (!hex.matches("[0-9a-f]{64}")) {
      section.refuse(key, "must have 64 hexadecimal digits after " + PREFIX);
    }
    return PREFIX + hex;
  }
}
