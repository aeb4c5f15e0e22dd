package org.kagiban.cli;

import java.util.ArrayList;
import java.util.List;
import org.kagiban.audit.reconcile.Difference;
import org.kagiban.audit.reconcile.Reconciliation;

/** What {@code kagiban audit reconcile} prints. */
public final class AuditReconcileText {
  private AuditReconcileText() {}

  /** A line for each finding, then what it came to. */
  public static String of(Reconciliation.Result result) {
    List<String> lines = new ArrayList<>();
    result
        .differences()
        .forEach(one -> lines.add(one.kind() + "  " + AuditEventText.safe(text(one))));
    long untold = result.all() - result.differences().size();
    if (untold > 0) {
      lines.add("and %,d more".formatted(untold));
    }
    if (result.unsettled() > 0) {
      lines.add(
          "%,d changed while the inventory was taken and were left out; run it again for those"
              .formatted(result.unsettled()));
    }
    lines.add(
        result.clean()
            ? "%,d compared: everything is as the log says".formatted(result.items())
            : "%,d compared, %,d FINDINGS".formatted(result.items(), result.all()));
    return String.join(System.lineSeparator(), lines);
  }

  private static String text(Difference one) {
    return one.index() < 0 ? one.text() : one.text() + " (event " + one.index() + ")";
  }
}
