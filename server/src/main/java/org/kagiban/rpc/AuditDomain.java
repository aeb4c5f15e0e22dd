package org.kagiban.rpc;

import io.grpc.BindableService;
import java.util.Set;
import org.kagiban.audit.log.LogView;
import org.kagiban.audit.reconcile.InventorySource;
import org.kagiban.token.Institution;
import org.kagiban.verification.Journal;

/**
 * What the auditors' calls are made of. Serves without {@link Domain}, as {@link CustodyDomain}
 * does.
 *
 * @param institutions all that the server works for: whoever serves them all may see everything
 */
public record AuditDomain(
    LogView log, Journal journal, InventorySource inventory, Set<Institution> institutions) {
  public AuditDomain {
    institutions = Set.copyOf(institutions);
  }

  /** AuditService. To be made once: it has threads, which end with the process. */
  BindableService service() {
    return new AuditRpc(this);
  }
}
