package org.kagiban.audit.verify;

import java.util.ArrayList;
import java.util.List;
import org.kagiban.audit.verify.Finding.Rule;

/** What was found so far: all are counted, the first ones kept. */
final class Findings {
  private final List<Finding> kept = new ArrayList<>();
  private long all;

  void add(Rule rule, long index, String about, String text) {
    all++;
    if (kept.size() < Report.MOST_FINDINGS) {
      kept.add(new Finding(rule, index, about, text));
    }
  }

  List<Finding> kept() {
    return kept;
  }

  long all() {
    return all;
  }
}
