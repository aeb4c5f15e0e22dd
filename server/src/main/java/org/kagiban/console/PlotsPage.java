package org.kagiban.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.kagiban.web.Page;
import org.kagiban.web.WebAnswer;
import org.kagiban.web.WebRequest;

/** Verifications, failures and the HSM's times, up to the log's last verification. */
final class PlotsPage implements Page {
  private static final Map<String, Duration> TIMES = times();
  private static final int SPANS = 96;

  private final OpenLog log;

  PlotsPage(OpenLog log) {
    this.log = log;
  }

  private static Map<String, Duration> times() {
    Map<String, Duration> times = new LinkedHashMap<>();
    times.put("hour", Duration.ofHours(1));
    times.put("day", Duration.ofDays(1));
    times.put("week", Duration.ofDays(7));
    times.put("all", Duration.ofDays(36_500));
    return times;
  }

  @Override
  public WebAnswer answer(WebRequest request) {
    long size = log.reader().size();
    String asked = request.query("time");
    String time = TIMES.containsKey(asked) ? asked : "all";
    StringBuilder html = new StringBuilder(picker(time));
    html.append(log.readSoFar(size));
    Long last = log.index().figures().last();
    if (last == null) {
      html.append("<p>The log has no verification.</p>");
    } else {
      long from = last - TIMES.getOrDefault(time, Duration.ZERO).toMillis() * 1000;
      plots(log.index().figures().view(from + 1, last + 1, SPANS), html);
    }
    return WebAnswer.html(200, Html.page("Plots", "/plots", html.toString(), ""));
  }

  private static String picker(String current) {
    StringBuilder html = new StringBuilder("<nav class=\"picker\" aria-label=\"Time\"><ul>");
    for (String time : TIMES.keySet()) {
      String text = time.equals("all") ? "All" : "Last " + time;
      String here = time.equals(current) ? " aria-current=\"true\"" : "";
      html.append("<li><a href=\"/plots?time=%s\"%s>%s</a></li>".formatted(time, here, text));
    }
    return html.append("</ul></nav>\n").toString();
  }

  private void plots(Figures.View view, StringBuilder html) {
    LongFunction<String> time = span -> log.second(span * view.width());
    Duration width = Duration.ofMillis(view.width() / 1000);
    html.append(
        "<p>Each point is %s, up to the log's last verification.</p>".formatted(words(width)));
    html.append(new Plot("all", "Verifications", "%,.0f", time, verdicts(view)).html());
    html.append(
        new Plot(
                "failures", "Failures by institution", "%,.0f", time, parts(view, Bucket::failures))
            .html());
    html.append(new Plot("hsm", "HSM time in ms", "%,.2f", time, latency(view)).html());
  }

  private static String words(Duration width) {
    long minutes = width.toMinutes();
    if (minutes == 1) {
      return "a minute";
    }
    return minutes < 180 ? minutes + " minutes" : "%.1f hours".formatted(minutes / 60.0);
  }

  private static List<Series> verdicts(Figures.View view) {
    return parts(view, Bucket::verdicts);
  }

  /** The most frequent, and the others in one. A span that has verifications has each, if zero. */
  private static List<Series> parts(Figures.View view, Function<Bucket, Map<String, Long>> part) {
    Map<String, Series> all = new TreeMap<>();
    view.buckets()
        .forEach(
            (span, bucket) ->
                part.apply(bucket)
                    .forEach((name, n) -> all.computeIfAbsent(name, Series::new).add(span, n)));
    List<Series> sorted = new ArrayList<>(all.values());
    sorted.sort(Comparator.comparingDouble(Series::sum).reversed());
    List<Series> shown = sorted;
    if (sorted.size() > Plot.MOST_LINES) {
      shown = new ArrayList<>(sorted.subList(0, Plot.MOST_LINES - 1));
      Series others = new Series(Bucket.OTHERS);
      for (Series one : sorted.subList(Plot.MOST_LINES - 1, sorted.size())) {
        one.values().forEach(others::add);
      }
      shown.add(others);
    }
    if (!view.buckets().isEmpty()) {
      shown.forEach(line -> zeros(line, view));
    }
    return shown;
  }

  private static void zeros(Series line, Figures.View view) {
    for (long span = view.buckets().firstKey(); span <= view.buckets().lastKey(); span++) {
      line.values().putIfAbsent(span, 0.0);
    }
  }

  private static List<Series> latency(Figures.View view) {
    Series half = new Series("p50");
    Series most = new Series("p99");
    view.buckets()
        .forEach(
            (span, bucket) -> {
              if (bucket.latency().count() > 0) {
                half.add(span, bucket.latency().quantile(0.5) / 1000);
                most.add(span, bucket.latency().quantile(0.99) / 1000);
              }
            });
    return List.of(half, most);
  }
}
