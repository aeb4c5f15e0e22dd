package org.kagiban.web;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.FormFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the page for a request and writes its answer. Thread-safe. */
final class Router extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);
  private static final int FORM_FIELDS = 64;
  private static final int FORM_BYTES = 64 * 1024;
  private static final String FORM = "application/x-www-form-urlencoded";

  private final Map<String, Map<String, Page>> pages;

  Router(Routes routes) {
    pages = routes.frozen();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    write(request, response, callback, answer(request));
    return true;
  }

  private WebAnswer answer(Request request) {
    String scheme = request.isSecure() ? "https" : "http";
    int port = Request.getLocalPort(request);
    String refusal = Guard.refusal(request.getMethod(), request.getHeaders(), scheme, port);
    if (refusal != null) {
      return WebAnswer.plain(403, refusal + "\n");
    }
    Map<String, Page> methods = pages.get(Request.getPathInContext(request));
    if (methods == null) {
      return WebAnswer.plain(404, "no such page\n");
    }
    Page page = Routes.of(methods, request.getMethod());
    return page == null
        ? WebAnswer.plain(405, "this page does not take " + request.getMethod() + "\n")
        : ask(page, request);
  }

  private static WebAnswer ask(Page page, Request request) {
    WebRequest read;
    try {
      read = read(request);
    } catch (RuntimeException e) {
      return WebAnswer.plain(400, "the form or the query cannot be read, or is too large\n");
    }
    // From here on it is our work that takes long: the connection is not idle, though it looks so.
    request.addIdleTimeoutListener(timeout -> false);
    try {
      return page.answer(read);
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      LOG.warn("the page {} failed: {}", read.path(), e.getClass().getName());
      return WebAnswer.plain(500, "something went wrong here; please try again\n");
    }
  }

  private static WebRequest read(Request request) {
    Map<String, String> cookies = new HashMap<>();
    for (HttpCookie cookie : Request.getCookies(request)) {
      cookies.putIfAbsent(cookie.getName(), cookie.getValue());
    }
    Map<String, String> form = Map.of();
    if (request.getMethod().equals("POST")) {
      String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
      if (type == null || !type.startsWith(FORM)) {
        throw new IllegalArgumentException("not a form");
      }
      form = first(FormFields.getFields(request, FORM_FIELDS, FORM_BYTES));
    }
    return new WebRequest(
        Request.getPathInContext(request),
        first(Request.extractQueryParameters(request)),
        form,
        cookies);
  }

  private static Map<String, String> first(Fields fields) {
    Map<String, String> map = new HashMap<>();
    for (Fields.Field field : fields) {
      map.put(field.getName(), field.getValue());
    }
    return map;
  }

  /** An answer for what is no request at all, or failed before any page. */
  static boolean fail(Request request, Response response, Callback callback) {
    int status = Math.max(response.getStatus(), 400);
    write(request, response, callback, WebAnswer.plain(status, "the request cannot be served\n"));
    return true;
  }

  private static void write(
      Request request, Response response, Callback callback, WebAnswer answer) {
    response.setStatus(answer.status());
    HttpFields.Mutable headers = response.getHeaders();
    Guard.protect(headers);
    headers.put(HttpHeader.CONTENT_TYPE, answer.type());
    headers.put(HttpHeader.CONTENT_LENGTH, answer.body().length);
    String location = answer.location();
    if (location != null) {
      headers.put(HttpHeader.LOCATION, location);
    }
    for (String cookie : answer.cookies()) {
      headers.add(HttpHeader.SET_COOKIE, request.isSecure() ? cookie + "; Secure" : cookie);
    }
    boolean head = request.getMethod().equals("HEAD");
    response.write(true, ByteBuffer.wrap(head ? new byte[0] : answer.body()), callback);
  }
}
