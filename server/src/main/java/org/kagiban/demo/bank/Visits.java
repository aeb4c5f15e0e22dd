package org.kagiban.demo.bank;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kagiban.web.WebAnswer;
import org.kagiban.web.WebRequest;

/** The sessions of all browsers, by random cookies. Thread-safe. */
final class Visits {
  static final Duration IDLE = Duration.ofMinutes(10);

  private static final int ID_BYTES = 16;
  private static final int MOST = 1_000;

  private record Entry(Visit visit, Instant used) {}

  private final String cookie;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param cookie its name
   */
  Visits(String cookie, Clock clock) {
    this.cookie = cookie;
    this.clock = clock;
  }

  /** The browser's session; null where it has none, or was idle for too long. */
  synchronized @Nullable Visit of(WebRequest request) {
    String id = request.cookie(cookie);
    Entry entry = id == null ? null : entries.get(id);
    if (id == null || entry == null) {
      return null;
    }
    Instant now = clock.instant();
    if (entry.used().plus(IDLE).isBefore(now)) {
      entries.remove(id);
      return null;
    }
    entries.put(id, new Entry(entry.visit(), now));
    return entry.visit();
  }

  /** Gives the session an id that nobody has seen, and forgets the browser's old one. */
  synchronized WebAnswer begin(WebRequest request, Visit visit, WebAnswer answer) {
    forget(request);
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    String id = HexFormat.of().formatHex(bytes);
    entries.put(id, new Entry(visit, clock.instant()));
    if (entries.size() > MOST) {
      entries.remove(entries.keySet().iterator().next());
    }
    return answer.withCookie(cookie, id);
  }

  synchronized WebAnswer end(WebRequest request, WebAnswer answer) {
    forget(request);
    return answer.withCookie(cookie, "");
  }

  private void forget(WebRequest request) {
    String id = request.cookie(cookie);
    if (id != null) {
      entries.remove(id);
    }
  }
}
