package org.kagiban.audit.verify;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.verify.Finding.Rule;

/**
 * What is asked of the server happens between LOG_STARTED and LOG_STOPPED, and the log's time goes
 * on. Several servers may run at a time, and one that was killed tells of no stop: neither is a
 * finding, and after the latter nobody knows when the last one has stopped. Events come in the
 * order of their commits, so their times may go back a little; a clock that was set back is told by
 * CLOCK_STEPPED, at the latest a minute after it is believed again. Several servers write one log:
 * for a day, times may go back by what one's clock has jumped, too, since the others' have not.
 */
final class OrderRule {
  /** How far an event may be behind a later one: the longest that a request is under way. */
  static final long SKEW = Duration.ofMinutes(10).toNanos() / 1000;

  private static final long DAY = Duration.ofDays(1).toNanos() / 1000;

  private static final long TOLD_WITHIN = Duration.ofMinutes(1).toNanos() / 1000;

  private final Findings findings;
  private int running;
  private boolean told;
  private long latest = Long.MIN_VALUE;
  private long stepAt = -1;
  private long stepTime;
  private long stepBack;

  /** What CLOCK_STEPPED told of, not longer ago than a day. */
  private final ArrayDeque<Step> steps = new ArrayDeque<>();

  private long apart;

  private record Step(long time, long micros) {}

  OrderRule(Findings findings) {
    this.findings = findings;
  }

  /** An event that says that the server runs may be among those that could not be read. */
  void lost() {
    running = Math.max(1, running);
  }

  void event(long index, EventCursor event) {
    span(index, event);
    time(index, event);
  }

  private void span(long index, EventCursor event) {
    if (event.kind() == EventKind.LOG_STARTED) {
      running++;
      told = false;
    } else if (event.kind() == EventKind.LOG_STOPPED) {
      running = Math.max(0, running - 1);
    } else if (running == 0 && !told && isAsked(event)) {
      told = true;
      String text =
          " happened while the log was not started: LOG_STARTED was left out, or events were put in after LOG_STOPPED";
      findings.add(Rule.ORDER, index, "", "event " + index + " (" + event.kind() + ")" + text);
    }
  }

  private static boolean isAsked(EventCursor event) {
    return event.has(EventField.REQUEST) || event.has(EventField.CEREMONY);
  }

  private void time(long index, EventCursor event) {
    long now = event.micros();
    if (event.kind() == EventKind.CLOCK_STEPPED) {
      stepAt = -1;
      step(now, event.number(EventField.STEP, 0));
    }
    while (!steps.isEmpty() && latest - steps.element().time() > DAY) {
      apart -= steps.remove().micros();
    }
    if (stepAt >= 0 && now - stepTime > TOLD_WITHIN) {
      findings.add(Rule.ORDER, stepAt, "", wentBack());
      stepAt = -1;
    }
    if (latest != Long.MIN_VALUE && latest - now > SKEW + apart) {
      if (event.kind() != EventKind.CLOCK_STEPPED) {
        stepBack = latest;
        stepAt = index;
        stepTime = now;
      }
      latest = now;
    }
    latest = Math.max(latest, now);
  }

  private void step(long time, long micros) {
    // A day at most, whatever a log tells: no sum overflows.
    Step told = new Step(time, Math.abs(Math.max(-DAY, Math.min(DAY, micros))));
    steps.add(told);
    apart += told.micros();
  }

  private String wentBack() {
    return "event "
        + stepAt
        + " is of "
        + instant(stepTime)
        + ", more than 10 minutes before one in front of it ("
        + instant(stepBack)
        + "), and no CLOCK_STEPPED tells of it: it was moved, or put in later";
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
