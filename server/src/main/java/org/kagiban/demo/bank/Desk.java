package org.kagiban.demo.bank;

import java.text.Normalizer;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.kagiban.web.Page;
import org.kagiban.web.WebAnswer;
import org.kagiban.web.WebRequest;

/**
 * What all pages work with. Thread-safe.
 *
 * @param outside what to say to those whose password was wrong; apart from {@code visits}, so that
 *     strangers crowd no customer out
 */
record Desk(Book book, Codes codes, Visits visits, Visits outside, Guesses guesses, Clock clock) {
  /** A page for a customer in a session. */
  @FunctionalInterface
  interface VisitPage {
    WebAnswer answer(WebRequest request, Visit visit) throws Exception;
  }

  /** Shows a page to those who have come as far as it; others are sent to where they are. */
  Page only(Visit.Stage stage, VisitPage page) {
    return request -> {
      Visit visit = visits.of(request);
      if (visit == null) {
        return WebAnswer.redirect("/");
      }
      synchronized (visit) {
        return visit.stage() == stage
            ? page.answer(request, visit)
            : WebAnswer.redirect(home(visit.stage()));
      }
    };
  }

  static String home(Visit.Stage stage) {
    return switch (stage) {
      case OUTSIDE -> "/";
      case REGISTER -> "/register";
      case CODE -> "/code";
      case IN -> "/main";
    };
  }

  /** Seconds that the form stays closed. */
  long waitSeconds(Visit visit) {
    Duration left = Duration.between(clock.instant(), visit.waitUntil());
    return left.isNegative() || left.isZero() ? 0 : left.plusMillis(999).toSeconds();
  }

  /**
   * Compares a password: the same work and the same limit whether there is such a contract or not.
   *
   * @param kind which password, so that each has its own limit
   * @return null where it is right, else what to say
   */
  @Nullable Say refuse(String kind, String contract, @Nullable String hash, String password) {
    String name = kind + ":" + contract;
    boolean allowed = guesses.take(name);
    boolean right = Passwords.matches(password, hash == null ? Passwords.NOBODY : hash);
    if (!allowed) {
      return Words.TOO_MANY;
    }
    if (!right || hash == null) {
      return Words.PASSWORD;
    }
    guesses.forget(name);
    return null;
  }

  /** As typed on a Japanese keyboard or with spaces: plain digits and letters. */
  static String narrow(String typed) {
    return Normalizer.normalize(typed, Normalizer.Form.NFKC).replaceAll("\\s", "");
  }
}
