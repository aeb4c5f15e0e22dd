package org.kagiban.web;

import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * What every request must show and every answer carries. A server on a loopback address is within
 * reach of each site that the user's browser visits: by a name that resolves to 127.0.0.1 (DNS
 * rebinding), and by forms that post here.
 */
final class Guard {
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
          + "connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
          + "frame-ancestors 'none'; form-action 'self'; base-uri 'none'";

  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private Guard() {}

  static void protect(HttpFields.Mutable answer) {
    answer.put("Content-Security-Policy", POLICY);
    answer.put("X-Content-Type-Options", "nosniff");
    answer.put("Referrer-Policy", "no-referrer");
    answer.put("Cache-Control", "no-store");
    answer.put("Cross-Origin-Opener-Policy", "same-origin");
    answer.put("Cross-Origin-Resource-Policy", "same-origin");
  }

  /** Why the request is refused; null where it is not. */
  static @Nullable String refusal(String method, HttpFields asked, String scheme, int port) {
    String host = asked.get(HttpHeader.HOST);
    if (host == null || !isOurs(host.toLowerCase(Locale.ROOT), port)) {
      return "this server answers to localhost alone; open " + scheme + "://localhost:" + port;
    }
    if (method.equals("GET") || method.equals("HEAD")) {
      return null;
    }
    // Referrer-Policy makes the browser say Origin: null of our own forms, so that the newer header
    // goes first.
    String site = asked.get("Sec-Fetch-Site");
    boolean own =
        site == null
            ? (scheme + "://" + host).equals(asked.get(HttpHeader.ORIGIN))
            : site.equals("same-origin");
    return own ? null : "the form was not sent from a page of this server";
  }

  private static boolean isOurs(String host, int port) {
    return NAMES.stream().anyMatch(name -> host.equals(name + ":" + port));
  }
}
