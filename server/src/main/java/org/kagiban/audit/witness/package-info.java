/**
 * Witnesses of c2sp.org/tlog-witness: what a log asks, and what a witness answers. Pure, without
 * HTTP; imports the audit rooms tree, note and proof. Start at {@link
 * org.kagiban.audit.witness.Witness}.
 */
@NullMarked
package org.kagiban.audit.witness;

import org.jspecify.annotations.NullMarked;
