package org.kagiban.web;

/** Makes text harmless in a page. */
public final class Escape {
  private Escape() {}

  /** For between tags, and in an attribute that stands in quotes. */
  public static String html(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
