package org.kagiban.audit.tree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Merkle audit paths: RFC 6962 section 2.1.1, RFC 9162 section 2.1.3. */
public final class InclusionProof {
  private InclusionProof() {}

  /**
   * The path from the leaf's sibling up to the root's child.
   *
   * @param index of the leaf, from 0, less than {@code size}
   * @param size of the tree
   */
  public static List<Hash> make(HashReader nodes, long index, long size) throws IOException {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("no leaf " + index + " in a tree of size " + size);
    }
    TreeHasher hasher = new TreeHasher();
    List<Hash> path = new ArrayList<>();
    long from = 0;
    long to = size;
    while (to - from > 1) {
      long middle = from + Subtrees.split(to - from);
      if (index < middle) {
        path.add(Subtrees.root(nodes, hasher, middle, to));
        to = middle;
      } else {
        path.add(Subtrees.root(nodes, hasher, from, middle));
        from = middle;
      }
    }
    Collections.reverse(path);
    return List.copyOf(path);
  }

  /**
   * RFC 9162 section 2.1.3.2. False for anything that is not exactly the proof: another index or
   * size, a hash too many or too few.
   *
   * @param index of the leaf, from 0
   * @param size of the tree that has this root
   */
  public static boolean holds(long index, long size, Hash leaf, List<Hash> path, Hash root) {
    if (index < 0 || index >= size) {
      return false;
    }
    TreeHasher hasher = new TreeHasher();
    long fn = index;
    long sn = size - 1;
    Hash r = leaf;
    for (Hash p : path) {
      if (sn == 0) {
        // Without this, a longer path vouches for other indexes.
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        r = hasher.node(p, r);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>>= 1;
          sn >>>= 1;
        }
      } else {
        r = hasher.node(r, p);
      }
      fn >>>= 1;
      sn >>>= 1;
    }
    return sn == 0 && r.equals(root);
  }
}
