package org.kagiban.app.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A result for programs: one object on one line, without what was left out. */
final class JsonReport {
  private final BenchResult result;
  private final Map<String, Number> numbers = new LinkedHashMap<>();

  private JsonReport(BenchResult result) {
    this.result = result;
  }

  static String of(BenchResult result) {
    return new JsonReport(result).text();
  }

  private String text() {
    full();
    half();
    log();
    overload();
    parts();
    options();
    return numbers.entrySet().stream()
        .map(entry -> "\"" + entry.getKey() + "\":" + number(entry.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private void full() {
    Measured verify = result.verify();
    numbers.put("verifyPerSecond", verify.perSecond());
    latencies("", "Millis", verify.latencies());
    numbers.put("verifyCpuMicros", verify.cost().cpuMicros());
    numbers.put("verifyClientCpuMicros", verify.clientMicros());
    numbers.put("verifyServerCpuMicros", verify.serverMicros());
    numbers.put("clientCpuShare", result.full().clientShare());
    numbers.put("compilerShare", result.full().compilerShare());
    numbers.put("serverResidentMib", result.full().residentMib());
  }

  private void half() {
    Measured half = result.half();
    if (half != null) {
      numbers.put("halfLoadPerSecond", half.perSecond());
      latencies("halfLoad", "Millis", half.latencies());
    }
  }

  private void log() {
    LogCost log = result.log();
    if (log != null) {
      numbers.put("withLogPerSecond", log.withPerSecond());
      numbers.put("withoutLogPerSecond", log.withoutPerSecond());
      numbers.put("logShare", log.share());
    }
  }

  private void overload() {
    Overload.Outcome overload = result.overload();
    if (overload != null) {
      numbers.put("offeredPerSecond", overload.offeredPerSecond());
      numbers.put("goodPerSecond", overload.goodPerSecond());
      numbers.put("goodputShare", result.goodputShare(overload));
      latencies("overload", "Millis", overload.accepted());
      numbers.put("refused", overload.refused());
      numbers.put("late", overload.late());
      numbers.put("notOffered", overload.notOffered());
    }
  }

  private void parts() {
    Parts parts = result.parts();
    if (parts != null) {
      numbers.put("emptyRpcPerSecond", parts.empty().perSecond());
      numbers.put("hmacPerSecond", parts.hmac().perSecond());
      numbers.put("rowsPerSecond", parts.rows().perSecond());
      numbers.put("emptyRpcCpuMicros", parts.empty().cost().cpuMicros());
      numbers.put("hmacCpuMicros", parts.hmac().cpuMicros());
      Cost unwrap = parts.unwrap();
      if (unwrap != null) {
        numbers.put("unwrapsPerSecond", unwrap.perSecond());
        numbers.put("unwrapCpuMicros", unwrap.cpuMicros());
      }
      numbers.put("rowCpuMicros", parts.rows().cpuMicros());
      numbers.put("overheadFactor", result.overheadFactor(parts));
    }
  }

  private void options() {
    BenchOptions options = result.options();
    numbers.put("tokens", options.tokens());
    numbers.put("inFlight", options.inFlight());
    numbers.put("connections", options.connections());
    numbers.put("seconds", options.seconds());
    numbers.put("hsmLatencyMillis", options.hsm().latencyMillis());
    if (options.hsm().wrapped()) {
      numbers.put("unwrapped", options.hsm().unwrapped());
    }
    numbers.put("hsmSessions", options.hsm().sessions());
  }

  private void latencies(String when, String unit, Latencies latencies) {
    numbers.put(named(when, "p50" + unit), latencies.millis(Report.MEDIAN));
    numbers.put(named(when, "p99" + unit), latencies.millis(Report.SLOWEST_HUNDREDTH));
    numbers.put(named(when, "p999" + unit), latencies.millis(Report.SLOWEST_THOUSANDTH));
  }

  private static String named(String when, String what) {
    return when.isEmpty()
        ? what
        : when + what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1);
  }

  private static String number(Number value) {
    return value instanceof Integer || value instanceof Long
        ? value.toString()
        : String.format(Locale.ROOT, "%.3f", value.doubleValue());
  }
}
