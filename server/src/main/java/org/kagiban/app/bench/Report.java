package org.kagiban.app.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A result for people, and for programs. */
final class Report {
  private static final double MEDIAN = 0.5;
  private static final double SLOWEST_HUNDREDTH = 0.99;
  private static final double SLOWEST_THOUSANDTH = 0.999;

  private final BenchResult result;

  Report(BenchResult result) {
    this.result = result;
  }

  /** One object on one line. */
  String json() {
    Map<String, Number> numbers = new LinkedHashMap<>();
    numbers.put("emptyRpcPerSecond", result.empty().perSecond());
    numbers.put("hmacPerSecond", result.hmac().perSecond());
    numbers.put("rowsPerSecond", result.rows().perSecond());
    numbers.put("verifyPerSecond", result.verify().perSecond());
    numbers.put("overheadFactor", result.overheadFactor());
    numbers.put("p50Millis", result.verify().latencies().millis(MEDIAN));
    numbers.put("p99Millis", result.verify().latencies().millis(SLOWEST_HUNDREDTH));
    numbers.put("halfLoadPerSecond", result.half().perSecond());
    numbers.put("halfLoadP50Millis", result.half().latencies().millis(MEDIAN));
    numbers.put("halfLoadP99Millis", result.half().latencies().millis(SLOWEST_HUNDREDTH));
    numbers.put("p999Millis", result.verify().latencies().millis(SLOWEST_THOUSANDTH));
    numbers.put("halfLoadP999Millis", result.half().latencies().millis(SLOWEST_THOUSANDTH));
    numbers.put("withLogPerSecond", result.log().withPerSecond());
    numbers.put("withoutLogPerSecond", result.log().withoutPerSecond());
    numbers.put("logShare", result.log().share());
    numbers.put("offeredPerSecond", result.overload().offeredPerSecond());
    numbers.put("goodPerSecond", result.overload().goodPerSecond());
    numbers.put("goodputShare", result.goodputShare());
    numbers.put("overloadP50Millis", result.overload().accepted().millis(MEDIAN));
    numbers.put("overloadP99Millis", result.overload().accepted().millis(SLOWEST_HUNDREDTH));
    numbers.put("overloadP999Millis", result.overload().accepted().millis(SLOWEST_THOUSANDTH));
    numbers.put("refused", result.overload().refused());
    numbers.put("late", result.overload().late());
    numbers.put("notOffered", result.overload().notOffered());
    numbers.put("emptyRpcCpuMicros", result.empty().cost().cpuMicros());
    numbers.put("hmacCpuMicros", result.hmac().cpuMicros());
    numbers.put("rowCpuMicros", result.rows().cpuMicros());
    numbers.put("verifyCpuMicros", result.verify().cost().cpuMicros());
    numbers.put("verifyClientCpuMicros", result.verify().clientMicros());
    numbers.put("verifyServerCpuMicros", result.verify().serverMicros());
    numbers.put("tokens", result.options().tokens());
    numbers.put("inFlight", result.options().inFlight());
    numbers.put("connections", result.options().connections());
    numbers.put("seconds", result.options().seconds());
    return numbers.entrySet().stream()
        .map(entry -> "\"" + entry.getKey() + "\":" + number(entry.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String number(Number value) {
    return value instanceof Integer || value instanceof Long
        ? value.toString()
        : format("%.3f", value.doubleValue());
  }

  /** A table. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        format(
            "%d tokens, %d connections, %d calls at once, %.0f s each, store on %s, %d CPUs%n%n",
            result.options().tokens(),
            result.options().connections(),
            result.options().inFlight(),
            result.options().seconds(),
            result.fileSystem(),
            Runtime.getRuntime().availableProcessors()));
    text.append(format("%-28s%14s%16s%n", "", "per second", "CPU µs each"));
    text.append(line("empty call", result.empty().cost()));
    text.append(line("HMAC in the HSM", result.hmac()));
    text.append(line("durable row", result.rows()));
    text.append(format("%-28s%14s%16.1f%n", "sum of the parts", "", result.partsMicros()));
    text.append(line("Verify", result.verify().cost()));
    text.append(
        format(
            "  of which client %.1f, server %.1f µs%n%n",
            result.verify().clientMicros(), result.verify().serverMicros()));
    text.append(
        format("overhead factor %.2f  (Verify / sum of its parts)%n", result.overheadFactor()));
    text.append(latency("at full load", result.verify()));
    text.append(latency("at half load", result.half()));
    text.append(
        format(
            "with the log's tree and checkpoints %,.0f/s, without %,.0f/s: %.1f %%%n",
            result.log().withPerSecond(),
            result.log().withoutPerSecond(),
            100 * result.log().share()));
    text.append(overload(result.overload()));
    return text.toString();
  }

  private String overload(Overload.Outcome outcome) {
    return format(
        "offered %,.0f/s, each to be answered within %d ms: %,.0f/s were, %.0f %% of full load;"
            + " p50 %.2f ms, p99 %.2f ms; refused %,d, late %,d%n",
        outcome.offeredPerSecond(),
        Overload.DEADLINE_MILLIS,
        outcome.goodPerSecond(),
        100 * result.goodputShare(),
        outcome.accepted().millis(MEDIAN),
        outcome.accepted().millis(SLOWEST_HUNDREDTH),
        outcome.refused(),
        outcome.late());
  }

  private static String line(String name, Cost cost) {
    return format("%-28s%,14.0f%16.1f%n", name, cost.perSecond(), cost.cpuMicros());
  }

  private static String latency(String when, Measured measured) {
    return format(
        "%s, %,.0f/s:  p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms%n",
        when,
        measured.perSecond(),
        measured.latencies().millis(MEDIAN),
        measured.latencies().millis(SLOWEST_HUNDREDTH),
        measured.latencies().millis(SLOWEST_THOUSANDTH));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
