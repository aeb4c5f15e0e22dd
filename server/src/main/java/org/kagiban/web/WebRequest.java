package org.kagiban.web;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a browser asks. Immutable; toString tells the path alone, as fields hold passwords. */
public final class WebRequest {
  private final String path;
  private final Map<String, String> query;
  private final Map<String, String> form;
  private final Map<String, String> cookies;

  WebRequest(
      String path,
      Map<String, String> query,
      Map<String, String> form,
      Map<String, String> cookies) {
    this.path = path;
    this.query = Map.copyOf(query);
    this.form = Map.copyOf(form);
    this.cookies = Map.copyOf(cookies);
  }

  /** Decoded, begins with a slash. */
  public String path() {
    return path;
  }

  /** A field of the query, the first where there are several; empty where there is none. */
  public String query(String name) {
    return query.getOrDefault(name, "");
  }

  /** A field of the posted form, likewise. */
  public String form(String name) {
    return form.getOrDefault(name, "");
  }

  /** Cookies do not tell ports apart: give each server of a host names of its own. */
  public @Nullable String cookie(String name) {
    return cookies.get(name);
  }

  @Override
  public String toString() {
    return path;
  }
}
