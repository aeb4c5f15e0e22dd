package org.kagiban.audit.tree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Cuts a range of leaves into complete subtrees. */
final class Subtrees {
  private Subtrees() {}

  /**
   * The roots of the complete subtrees that make up the leaves {@code from} to {@code to}, from
   * left to right. Each is smaller than the one before, as in RFC 6962, where {@code from} is a
   * multiple of a power of two that is no less than the range.
   */
  static List<Hash> read(HashReader nodes, long from, long to) throws IOException {
    List<Hash> roots = new ArrayList<>();
    long at = from;
    while (at < to) {
      int level = Long.SIZE - 1 - Long.numberOfLeadingZeros(to - at);
      roots.add(nodes.read(level, at >>> level));
      at += 1L << level;
    }
    return roots;
  }

  /** The Merkle Tree Hash of such a range, which has at least one leaf. */
  static Hash root(HashReader nodes, TreeHasher hasher, long from, long to) throws IOException {
    List<Hash> roots = read(nodes, from, to);
    Hash root = roots.get(roots.size() - 1);
    for (int i = roots.size() - 2; i >= 0; i--) {
      root = hasher.node(roots.get(i), root);
    }
    return root;
  }

  /**
   * RFC 6962 section 2.1: the largest power of two smaller than {@code size}.
   *
   * @param size at least 2
   */
  static long split(long size) {
    return Long.highestOneBit(size - 1);
  }
}
