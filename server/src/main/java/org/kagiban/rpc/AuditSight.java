package org.kagiban.rpc;

import io.grpc.Status.Code;
import java.util.Set;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.token.Institution;
import org.kagiban.verification.Caller;

/** Which of the log's events a caller may see. */
final class AuditSight {
  private final Set<Institution> all;

  AuditSight(Set<Institution> all) {
    this.all = all;
  }

  private boolean seesAll(Caller caller) {
    return caller.institutions().containsAll(all);
  }

  /**
   * Whether a caller may see an event: channels and help desks only those of institutions that they
   * serve; auditors and custodians those of no institution too, and whoever serves all of them
   * everything.
   */
  boolean sees(KnownCaller known, AuditEvent event) {
    Caller caller = known.caller();
    String institution = event.text(EventField.INSTITUTION);
    boolean served =
        institution != null
            && caller.institutions().stream().anyMatch(one -> one.id().equals(institution));
    return switch (known.role()) {
      case CHANNEL, OPERATOR -> served;
      case CUSTODIAN, AUDITOR -> served || institution == null || seesAll(caller);
    };
  }

  /** For what holds every institution's events. */
  void requireAll(KnownCaller known) {
    if (!seesAll(known.caller())) {
      throw ApiFault.of(
          Code.PERMISSION_DENIED,
          "INSTITUTIONS_NOT_ALL",
          "the log and the HSM hold every institution's; that takes an auditor whose institutions"
              + " are 'all' in the server's configuration");
    }
  }
}
