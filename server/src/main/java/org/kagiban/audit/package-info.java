/**
 * Audit events and their canonical encoding. Imports nothing of ours. Start at {@link
 * org.kagiban.audit.AuditEvent}.
 */
@NullMarked
package org.kagiban.audit;

import org.jspecify.annotations.NullMarked;
