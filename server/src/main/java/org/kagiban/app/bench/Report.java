package org.kagiban.app.bench;

import java.util.Locale;

/** A result for people. */
final class Report {
  static final double MEDIAN = 0.5;
  static final double SLOWEST_HUNDREDTH = 0.99;
  static final double SLOWEST_THOUSANDTH = 0.999;

  private final BenchResult result;
  private final StringBuilder text = new StringBuilder();

  private Report(BenchResult result) {
    this.result = result;
  }

  /** A table and some sentences. */
  static String of(BenchResult result) {
    return new Report(result).text();
  }

  private String text() {
    head();
    add("%-28s%14s%16s%n", "", "per second", "CPU µs each");
    Parts parts = result.parts();
    if (parts != null) {
      line("empty call", parts.empty().cost());
      line("HMAC in the HSM", parts.hmac());
      Cost unwrap = parts.unwrap();
      if (unwrap != null) {
        line("unwrap in the HSM", unwrap);
      }
      line("durable row", parts.rows());
      add("%-28s%14s%16.1f%n", "sum of the parts", "", parts.cpuMicros());
    }
    line("Verify", result.verify().cost());
    add(
        "  of which client %.1f (%.0f %%), server %.1f µs%n%n",
        result.verify().clientMicros(),
        100 * result.full().clientShare(),
        result.verify().serverMicros());
    if (parts != null) {
      add("overhead factor %.2f  (Verify / sum of its parts)%n", result.overheadFactor(parts));
    }
    latency("at full load", result.verify());
    add(
        "  the server's memory %,.0f MiB; the JVMs' compilers took %.0f %% of a CPU%n",
        result.full().residentMib(), 100 * result.full().compilerShare());
    phases();
    return text.toString();
  }

  private void head() {
    BenchOptions options = result.options();
    add(
        "%,d tokens, %s codes, %d connections, %d calls at once, %.0f s each, store on %s, %d CPUs%n",
        options.tokens(),
        options.codes(),
        options.connections(),
        options.inFlight(),
        options.seconds(),
        result.fileSystem(),
        Runtime.getRuntime().availableProcessors());
    add(
        "SoftHSM with %d sessions, %s%s%n%n",
        options.hsm().sessions(),
        options.hsm().wrapped()
            ? "seeds wrapped, " + options.hsm().unwrapped() + " of them held unwrapped"
            : "seeds resident",
        options.hsm().latencyMillis() > 0
            ? ", each use of a key made " + options.hsm().latencyMillis() + " ms longer"
            : "");
  }

  private void phases() {
    Measured half = result.half();
    if (half != null) {
      latency("at half load", half);
    }
    LogCost log = result.log();
    if (log != null) {
      add(
          "with the log's tree and checkpoints %,.0f/s, without %,.0f/s: %.1f %%%n",
          log.withPerSecond(), log.withoutPerSecond(), 100 * log.share());
    }
    Overload.Outcome overload = result.overload();
    if (overload != null) {
      overload(overload);
    }
  }

  private void overload(Overload.Outcome outcome) {
    add(
        "offered %,.0f/s, each to be answered within %d ms: %,.0f/s were, %.0f %% of full load;"
            + " p50 %.2f ms, p99 %.2f ms; refused %,d, late %,d, not offered for want of tokens %,d%n",
        outcome.offeredPerSecond(),
        Overload.DEADLINE_MILLIS,
        outcome.goodPerSecond(),
        100 * result.goodputShare(outcome),
        outcome.accepted().millis(MEDIAN),
        outcome.accepted().millis(SLOWEST_HUNDREDTH),
        outcome.refused(),
        outcome.late(),
        outcome.notOffered());
  }

  private void line(String name, Cost cost) {
    add("%-28s%,14.0f%16.1f%n", name, cost.perSecond(), cost.cpuMicros());
  }

  private void latency(String when, Measured measured) {
    add(
        "%s, %,.0f/s:  p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms%n",
        when,
        measured.perSecond(),
        measured.latencies().millis(MEDIAN),
        measured.latencies().millis(SLOWEST_HUNDREDTH),
        measured.latencies().millis(SLOWEST_THOUSANDTH));
  }

  private void add(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }
}
