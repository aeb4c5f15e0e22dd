/**
 * Proofs of single events that verify offline. Pure; imports only {@code audit.tree} and {@code
 * audit.note}. Start at {@link org.kagiban.audit.proof.TlogProof}.
 */
@NullMarked
package org.kagiban.audit.proof;

import org.jspecify.annotations.NullMarked;
