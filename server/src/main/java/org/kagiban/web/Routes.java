package org.kagiban.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which page answers at which path. Not thread-safe; a server takes it as it is when it starts. */
public final class Routes {
  private final Map<String, Map<String, Page>> pages = new HashMap<>();

  /**
   * GET, and HEAD with it.
   *
   * @param path exact
   * @throws IllegalStateException where the path is taken
   */
  public Routes get(String path, Page page) {
    return add("GET", path, page);
  }

  /** POST of a form that a page of the same origin shows; likewise. */
  public Routes post(String path, Page page) {
    return add("POST", path, page);
  }

  /**
   * A file of the class path, read now.
   *
   * @param beside a class in the file's package
   * @throws IllegalArgumentException where there is no such file
   */
  public Routes file(String path, String type, Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no such file beside " + beside.getName() + ": " + name);
      }
      WebAnswer file = WebAnswer.bytes(200, type, in.readAllBytes());
      return get(path, request -> file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Routes add(String method, String path, Page page) {
    if (pages.computeIfAbsent(path, any -> new HashMap<>()).putIfAbsent(method, page) != null) {
      throw new IllegalStateException("two pages at " + method + " " + path);
    }
    return this;
  }

  /** Each path's pages by method; none of it changes any more. */
  Map<String, Map<String, Page>> frozen() {
    Map<String, Map<String, Page>> copy = new HashMap<>();
    pages.forEach((path, methods) -> copy.put(path, Map.copyOf(methods)));
    return Map.copyOf(copy);
  }

  /** The page for a method, HEAD being GET. */
  static @Nullable Page of(Map<String, Page> methods, String method) {
    return methods.get(method.equals("HEAD") ? "GET" : method);
  }
}
