/**
 * The log as it grows and as it is read: from committed events to tiles and signed checkpoints, and
 * from there back to single events with their proofs. Imports the audit rooms tree, tile, note and
 * proof. Start at {@link org.kagiban.audit.log.EventSource}.
 */
@NullMarked
package org.kagiban.audit.log;

import org.jspecify.annotations.NullMarked;
