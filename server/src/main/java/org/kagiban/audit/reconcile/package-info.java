/**
 * What the log says there must be, compared with what an HSM partition and a database hold. Pure;
 * an auditor's own machine compares. Imports only the events. Start at {@link
 * org.kagiban.audit.reconcile.Reconciliation}.
 */
@NullMarked
package org.kagiban.audit.reconcile;

import org.jspecify.annotations.NullMarked;
