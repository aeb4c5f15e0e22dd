package org.kagiban.app.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.token.Institution;

/** Verdicts that were committed, as their events tell them. */
final class VerdictMeter {
  /** Where no institution is known, or a caller named one that there is not. */
  private static final String NONE = "none";

  private final Set<String> institutions = new HashSet<>();
  private final Counter verdicts;

  VerdictMeter(PrometheusRegistry registry, Set<Institution> institutions) {
    institutions.forEach(one -> this.institutions.add(one.id()));
    verdicts =
        Counter.builder()
            .name("kagiban_verdicts_total")
            .help("Verdicts that were committed, each request once.")
            .labelNames("institution", "operation", "verdict")
            .register(registry);
  }

  /**
   * @param first of one decision; one without a verdict is not counted
   */
  void count(AuditEvent first) {
    String verdict = first.text(EventField.VERDICT);
    String operation = first.text(EventField.OPERATION);
    if (verdict != null && operation != null) {
      verdicts
          .labelValues(
              institution(first.text(EventField.INSTITUTION)),
              operation,
              verdict.toLowerCase(Locale.ROOT))
          .inc();
    }
  }

  private String institution(@Nullable String named) {
    return named != null && institutions.contains(named) ? named : NONE;
  }
}
