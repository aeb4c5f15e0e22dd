package org.kagiban.app.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one run measured; README.md says what each figure means.
 *
 * @param writerPerSecond events that the tree takes in
 * @param bytes of all events
 * @param byIndex time of a proof
 * @param byId time of a proof, the search for the event included
 * @param consistency time of a comparison with an earlier checkpoint
 * @param loadBefore the machine's load average when it began
 * @param loadAfter and when it ended
 */
record AuditBenchResult(
    AuditBenchOptions options,
    double writerPerSecond,
    long bytes,
    VerifyRun verify,
    Spread byIndex,
    Spread byId,
    Spread consistency,
    double loadBefore,
    double loadAfter) {

  /** One object on one line. */
  String json() {
    Map<String, Number> numbers = new LinkedHashMap<>();
    numbers.put("writerPerSecond", writerPerSecond);
    numbers.put("verifyPerSecond", verify.perSecond());
    numbers.put("verifyPerCpuSecond", verify.perCpuSecond());
    for (int i = 0; i < VerifyRun.MARKS.length; i++) {
      numbers.put("verifyHeapMib" + VerifyRun.MARKS[i], verify.heapMib()[i]);
    }
    put(numbers, "proofByIndex", byIndex);
    put(numbers, "proofById", byId);
    put(numbers, "consistency", consistency);
    numbers.put("eventBytes", (double) bytes / options.events());
    numbers.put("loadBefore", loadBefore);
    numbers.put("loadAfter", loadAfter);
    numbers.put("events", options.events());
    numbers.put("tokens", options.tokens());
    numbers.put("samples", options.samples());
    return numbers.entrySet().stream()
        .map(entry -> "\"" + entry.getKey() + "\":" + number(entry.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static void put(Map<String, Number> numbers, String name, Spread spread) {
    numbers.put(name + "P50Millis", spread.p50Millis());
    numbers.put(name + "P99Millis", spread.p99Millis());
    numbers.put(name + "MaxMillis", spread.maxMillis());
    numbers.put(name + "P99CpuMillis", spread.p99CpuMillis());
  }

  private static String number(Number value) {
    return value instanceof Double ? format("%.3f", value) : value.toString();
  }

  /** A table. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        format(
            "%,d events of %.0f bytes, %,d tokens, %d CPUs, load %.1f before and %.1f after%n%n",
            options.events(),
            (double) bytes / options.events(),
            options.tokens(),
            Runtime.getRuntime().availableProcessors(),
            loadBefore,
            loadAfter));
    text.append(format("%-38s%,14.0f%n", "tree writer, events/s", writerPerSecond));
    text.append(format("%-38s%,14.0f%n", "audit verify, events/s", verify.perSecond()));
    text.append(format("%-38s%,14.0f%n", "audit verify, events/CPU second", verify.perCpuSecond()));
    for (int i = 0; i < VerifyRun.MARKS.length; i++) {
      String name = "  heap after GC at " + VerifyRun.MARKS[i] + " %, MiB";
      text.append(format("%-38s%14.1f%n", name, verify.heapMib()[i]));
    }
    text.append(
        format("%n%-38s%10s%10s%10s%10s%n", "milliseconds", "p50", "p99", "max", "p99 CPU"));
    text.append(line("proof of one event, by index", byIndex));
    text.append(line("proof of one event, by event id", byId));
    text.append(line("earlier checkpoint against newest", consistency));
    return text.toString();
  }

  private static String line(String name, Spread spread) {
    return format(
        "%-38s%10.2f%10.2f%10.2f%10.2f%n",
        name, spread.p50Millis(), spread.p99Millis(), spread.maxMillis(), spread.p99CpuMillis());
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
