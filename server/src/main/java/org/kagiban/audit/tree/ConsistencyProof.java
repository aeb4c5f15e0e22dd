package org.kagiban.audit.tree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** That a tree is the beginning of another: RFC 6962 section 2.1.2, RFC 9162 section 2.1.4. */
public final class ConsistencyProof {
  private ConsistencyProof() {}

  /**
   * The proof, empty where both sizes are equal or the old tree has no leaves.
   *
   * @param oldSize from 0 to {@code newSize}
   */
  public static List<Hash> make(HashReader nodes, long oldSize, long newSize) throws IOException {
    if (oldSize < 0 || oldSize > newSize) {
      throw new IllegalArgumentException("no way from size " + oldSize + " to " + newSize);
    }
    if (oldSize == 0) {
      return List.of();
    }
    TreeHasher hasher = new TreeHasher();
    List<Hash> path = new ArrayList<>();
    long from = 0;
    long to = newSize;
    while (oldSize < to) {
      long middle = from + Subtrees.split(to - from);
      if (oldSize <= middle) {
        path.add(Subtrees.root(nodes, hasher, middle, to));
        to = middle;
      } else {
        path.add(Subtrees.root(nodes, hasher, from, middle));
        from = middle;
      }
    }
    if (from > 0) {
      // Whoever checks has the old root, but not this part of the old tree.
      path.add(Subtrees.root(nodes, hasher, from, to));
    }
    Collections.reverse(path);
    return List.copyOf(path);
  }

  /**
   * RFC 9162 section 2.1.4.2. A tree is consistent with itself and with the empty tree by the empty
   * proof alone.
   */
  public static boolean holds(
      long oldSize, Hash oldRoot, long newSize, Hash newRoot, List<Hash> path) {
    if (oldSize < 0 || oldSize > newSize) {
      return false;
    }
    if (oldSize == 0 && !oldRoot.equals(TreeHasher.empty())) {
      return false;
    }
    if (oldSize == newSize) {
      return path.isEmpty() && oldRoot.equals(newRoot);
    }
    if (oldSize == 0 || path.isEmpty()) {
      return oldSize == 0 && path.isEmpty();
    }
    List<Hash> whole = path;
    if (Long.bitCount(oldSize) == 1) {
      whole = new ArrayList<>(path.size() + 1);
      whole.add(oldRoot);
      whole.addAll(path);
    }
    return climb(oldSize, oldRoot, newSize, newRoot, whole);
  }

  private static boolean climb(
      long oldSize, Hash oldRoot, long newSize, Hash newRoot, List<Hash> path) {
    int skip = Long.numberOfTrailingZeros(oldSize);
    long fn = (oldSize - 1) >>> skip;
    long sn = (newSize - 1) >>> skip;
    TreeHasher hasher = new TreeHasher();
    Hash fr = path.get(0);
    Hash sr = fr;
    for (Hash c : path.subList(1, path.size())) {
      if (sn == 0) {
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        fr = hasher.node(c, fr);
        sr = hasher.node(c, sr);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>>= 1;
          sn >>>= 1;
        }
      } else {
        sr = hasher.node(sr, c);
      }
      fn >>>= 1;
      sn >>>= 1;
    }
    return sn == 0 && fr.equals(oldRoot) && sr.equals(newRoot);
  }
}
