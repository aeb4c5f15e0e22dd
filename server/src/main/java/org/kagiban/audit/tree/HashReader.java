package org.kagiban.audit.tree;

import java.io.IOException;

/** Reads nodes of a tree. Only complete subtrees have a node that can be read. */
public interface HashReader {
  /**
   * The root of the complete subtree over the leaves {@code index << level} to {@code (index + 1)
   * << level}, the last not included.
   *
   * @param level 0 for leaves
   * @throws IOException where it cannot be read, or does not belong to the tree
   */
  Hash read(int level, long index) throws IOException;
}
