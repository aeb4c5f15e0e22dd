package org.kagiban.audit.verify;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.EventKind;

/**
 * What a verification found.
 *
 * @param events how many were read
 * @param chains how many keys have a chain
 * @param kinds how many events of each kind
 * @param first time of the first event, null where there is none
 * @param last time of the last event, null where there is none
 * @param findings at most {@link #MOST_FINDINGS}, in the order of the log
 * @param allFindings how many there were in all
 */
public record Report(
    long events,
    long chains,
    Map<EventKind, Long> kinds,
    @Nullable Instant first,
    @Nullable Instant last,
    List<Finding> findings,
    long allFindings) {
  /** Findings that are kept; a damaged log may have one for each event. */
  public static final int MOST_FINDINGS = 1000;

  public Report {
    kinds = Map.copyOf(kinds);
    findings = List.copyOf(findings);
  }

  /** Whether nothing was found. */
  public boolean clean() {
    return allFindings == 0;
  }
}
