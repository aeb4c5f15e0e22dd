package org.kagiban.console;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.kagiban.audit.EventKind;
import org.kagiban.cli.AuditTimes;

/** A key's events on a line of time, one lane for each kind. The table below it says the same. */
final class TimeLine {
  private static final int WIDTH = 720;
  private static final int LEFT = 210;
  private static final int RIGHT = 16;
  private static final int LANE = 28;

  private final List<Finder.Found> events;
  private final AuditTimes times;
  private final List<EventKind> lanes;

  TimeLine(List<Finder.Found> events, AuditTimes times) {
    this.events = events.stream().sorted(Comparator.comparingLong(Finder.Found::index)).toList();
    this.times = times;
    this.lanes = this.events.stream().map(found -> found.event().kind()).distinct().toList();
  }

  /** Empty for no events. */
  String html() {
    if (events.isEmpty()) {
      return "";
    }
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <div class="wide" tabindex="0" role="region" aria-label="Time line">
        <svg class="plot" viewBox="0 0 %d %d" role="group" aria-label="Events by kind and time">
        """
            .formatted(WIDTH, (lanes.size() + 1) * LANE));
    for (EventKind kind : lanes) {
      svg.append(
          "<path class=\"grid\" d=\"M%d %dH%d\"/><text x=\"0\" y=\"%d\">%s</text>\n"
              .formatted(LEFT, y(kind), WIDTH - RIGHT, y(kind) + 4, kind));
    }
    events.forEach(found -> svg.append(point(found)));
    svg.append(label(events.get(0), LEFT, "start"));
    if (events.size() > 1) {
      svg.append(label(events.get(events.size() - 1), WIDTH - RIGHT, "end"));
    }
    return svg.append("</svg></div>\n").toString();
  }

  /** Out of the order of Tab: the table has the same links. */
  private String point(Finder.Found found) {
    return String.format(
        Locale.ROOT,
        "<a href=\"/event?index=%d\" tabindex=\"-1\" aria-label=\"event %1$d, %s\">"
            + "<circle class=\"mark l0\" cx=\"%.1f\" cy=\"%d\" r=\"5\"/></a>\n",
        found.index(),
        found.event().kind(),
        x(found),
        y(found.event().kind()));
  }

  private String label(Finder.Found found, int x, String anchor) {
    return "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n"
        .formatted(
            x,
            lanes.size() * LANE + LANE / 2 + 4,
            anchor,
            Html.text(times.second(found.event().time())));
  }

  private double x(Finder.Found found) {
    double first = millis(events.get(0));
    double all = millis(events.get(events.size() - 1)) - first;
    double part = all <= 0 ? 0 : (millis(found) - first) / all;
    // Times may be a little out of the order of places.
    return LEFT + Math.min(1, Math.max(0, part)) * (WIDTH - LEFT - RIGHT);
  }

  private static double millis(Finder.Found found) {
    return found.event().time().toEpochMilli();
  }

  private int y(EventKind kind) {
    return lanes.indexOf(kind) * LANE + LANE / 2;
  }
}
