package org.kagiban.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.kagiban.web.Page;
import org.kagiban.web.WebAnswer;
import org.kagiban.web.WebRequest;

/**
 * Lets one browser in: whoever has the printed address, once. Other users of this machine reach the
 * port too, and must not read the log. Thread-safe; toString tells neither secret.
 */
final class Door {
  static final String COOKIE = "kagiban-console";
  static final String PATH = "/enter";
  private static final int BYTES = 32;

  private final String ticket = secret();
  private final String session = secret();
  private final AtomicBoolean used = new AtomicBoolean();

  private static String secret() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Path and query of the address that opens the console once. */
  String address() {
    return PATH + "?ticket=" + ticket;
  }

  /** Gives the cookie for the ticket. */
  WebAnswer enter(WebRequest request) {
    boolean right = same(ticket, request.query("ticket"));
    if (right && used.compareAndSet(false, true)) {
      return WebAnswer.redirect("/").withCookie(COOKIE, session);
    }
    return right && knows(request) ? WebAnswer.redirect("/") : closed();
  }

  /** The page, for the browser that came in alone. */
  Page behind(Page page) {
    return request -> knows(request) ? page.answer(request) : closed();
  }

  private boolean knows(WebRequest request) {
    return same(session, request.cookie(COOKIE));
  }

  private static WebAnswer closed() {
    return WebAnswer.html(
        403,
        Html.page(
            "Closed",
            "",
            Html.box(
                "bad",
                "<p>This console opens for one browser: with the address that"
                    + " <code>kagiban audit console</code> printed, which counts once.</p>"
                    + "<p>Was it used before, and not by you? Then end the command, and start it"
                    + " again.</p>"),
            ""));
  }

  private static boolean same(String secret, @Nullable String given) {
    return given != null
        && MessageDigest.isEqual(
            secret.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "Door[used=" + used + "]";
  }
}
