package org.kagiban.audit.witness;

import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.tree.TreeHasher;

/**
 * A tree as a witness remembers it.
 *
 * @param size how many leaves
 * @param root at that size
 */
public record TreeHead(long size, Hash root) {
  /** What a witness knows of a log that it never cosigned. */
  public static TreeHead empty() {
    return new TreeHead(0, TreeHasher.empty());
  }
}
