/**
 * The Merkle tree of RFC 6962: hashes, roots, inclusion and consistency proofs. Pure; imports
 * nothing of ours. Start at {@link org.kagiban.audit.tree.TreeHash}.
 */
@NullMarked
package org.kagiban.audit.tree;

import org.jspecify.annotations.NullMarked;
