package org.kagiban.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What goes back to the browser. Immutable. */
public final class WebAnswer {
  private static final Pattern COOKIE = Pattern.compile("[A-Za-z0-9_-]+");
  private static final Pattern LOCAL = Pattern.compile("/(?![/\\\\])[\\x21-\\x7e&&[^\\\\]]*");

  private final int status;
  private final String type;
  private final byte[] body;
  private final @Nullable String location;
  private final List<String> cookies;

  private WebAnswer(
      int status, String type, byte[] body, @Nullable String location, List<String> cookies) {
    this.status = status;
    this.type = type;
    this.body = body;
    this.location = location;
    this.cookies = List.copyOf(cookies);
  }

  public static WebAnswer html(int status, String text) {
    return text(status, "text/html; charset=utf-8", text);
  }

  public static WebAnswer json(int status, String text) {
    return text(status, "application/json", text);
  }

  public static WebAnswer plain(int status, String text) {
    return text(status, "text/plain; charset=utf-8", text);
  }

  private static WebAnswer text(int status, String type, String text) {
    return bytes(status, type, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @param type the media type
   */
  public static WebAnswer bytes(int status, String type, byte[] body) {
    return new WebAnswer(status, type, body.clone(), null, List.of());
  }

  /**
   * Sends the browser to another page with GET (303), so that a reload posts nothing twice.
   *
   * @param path on the same server
   * @throws IllegalArgumentException where it would lead elsewhere
   */
  public static WebAnswer redirect(String path) {
    if (!LOCAL.matcher(path).matches()) {
      throw new IllegalArgumentException("not a path of this server: " + path);
    }
    return new WebAnswer(303, "text/plain; charset=utf-8", new byte[0], path, List.of());
  }

  /**
   * The same with a cookie that scripts and other sites do not get; with TLS it is Secure as well.
   *
   * @param name letters, digits, hyphens and underscores, as is the value; an empty value takes the
   *     cookie away
   */
  public WebAnswer withCookie(String name, String value) {
    if (!COOKIE.matcher(name).matches() || !(value.isEmpty() || COOKIE.matcher(value).matches())) {
      throw new IllegalArgumentException("not a cookie's name and value: " + name);
    }
    List<String> more = new ArrayList<>(cookies);
    String end = value.isEmpty() ? "; Max-Age=0" : "";
    more.add(name + "=" + value + "; Path=/; HttpOnly; SameSite=Strict" + end);
    return new WebAnswer(status, type, body, location, more);
  }

  int status() {
    return status;
  }

  String type() {
    return type;
  }

  /** Not a copy: not to be changed. */
  byte[] body() {
    return body;
  }

  @Nullable String location() {
    return location;
  }

  List<String> cookies() {
    return cookies;
  }
}
