package org.kagiban.app.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.kagiban.verification.TrustedClock;

/** The clock, by what this machine knows. */
final class ClockCheck {
  private static final long PATIENCE_SECONDS = 5;
  private static final Path TIMESYNC = Path.of("/run/systemd/timesync/synchronized");
  private static final String SET =
      "set the clock right and keep it right with chrony or systemd-timesyncd";

  private final Instant now;
  private final Findings found;

  ClockCheck(Instant now, Findings found) {
    this.now = now;
    this.found = found;
  }

  void run(StoreFacts store) {
    Instant last = store.latestEvent;
    if (last != null) {
      Duration behind = Duration.between(now, last);
      found.expect(
          behind.compareTo(TrustedClock.TOLERANCE) <= 0,
          "the clock is not before the log's last event",
          "the clock says " + now + ", and the log's last event is of " + last,
          SET + "; until it is, every call is answered UNAVAILABLE");
    }
    String said = synchronisation();
    if (said.equals("yes")) {
      found.ok("the system says that its clock is synchronised");
    } else if (said.equals("no")) {
      found.warn("the system says that its clock is not synchronised", SET);
    } else {
      found.warn(
          "nothing here tells whether the clock is synchronised",
          "make sure that it is, such as with chronyc tracking");
    }
  }

  /** yes, no, or empty where nobody knows. */
  private static String synchronisation() {
    if (Files.exists(TIMESYNC)) {
      return "yes";
    }
    try {
      Process asked =
          new ProcessBuilder("timedatectl", "show", "--property=NTPSynchronized", "--value")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      asked.getOutputStream().close();
      if (!asked.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        asked.destroyForcibly();
        return "";
      }
      return new String(asked.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
