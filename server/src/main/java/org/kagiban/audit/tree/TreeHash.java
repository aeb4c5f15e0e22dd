package org.kagiban.audit.tree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The compact state of a tree that only grows: its size and the roots of its complete subtrees, at
 * most 63 hashes. Appending a leaf costs one hash on average and O(log n) at most. Not thread-safe.
 */
public final class TreeHash {
  private final TreeHasher hasher = new TreeHasher();
  // From the largest complete subtree to the smallest, one for each bit that is set in size.
  private final byte[] peaks = new byte[Long.SIZE * Hash.SIZE];
  private long size;

  /** The tree without leaves. */
  public TreeHash() {}

  /**
   * Takes a tree up where {@link #peaks} was read.
   *
   * @param peaks one for each bit that is set in {@code size}, the largest subtree's first
   */
  public static TreeHash of(long size, List<Hash> peaks) {
    if (size < 0 || peaks.size() != Long.bitCount(size)) {
      throw new IllegalArgumentException(
          peaks.size() + " subtrees do not make a tree of size " + size);
    }
    TreeHash tree = new TreeHash();
    tree.size = size;
    for (int i = 0; i < peaks.size(); i++) {
      peaks.get(i).copyTo(tree.peaks, i * Hash.SIZE);
    }
    return tree;
  }

  /** The tree of the first {@code size} leaves of what {@code nodes} reads. */
  public static TreeHash read(HashReader nodes, long size) throws IOException {
    return of(size, Subtrees.read(nodes, 0, size));
  }

  public long size() {
    return size;
  }

  /** Adds one leaf's hash. */
  public void append(Hash leaf) {
    append(leaf.shared(), 0);
  }

  /** Adds the leaf hash that stands in {@code leaves} from {@code offset} on. */
  public void append(byte[] leaves, int offset) {
    int at = Long.bitCount(size) * Hash.SIZE;
    System.arraycopy(leaves, offset, peaks, at, Hash.SIZE);
    // Each trailing 1 of the old size is a complete subtree that now has an equal neighbour.
    for (long rest = size; (rest & 1) == 1; rest >>>= 1) {
      at -= Hash.SIZE;
      hasher.node(peaks, at, peaks, at + Hash.SIZE, peaks, at);
    }
    size = Math.incrementExact(size);
  }

  /** RFC 6962 section 2.1: the Merkle Tree Hash of all leaves so far. */
  public Hash root() {
    int count = Long.bitCount(size);
    if (count == 0) {
      return TreeHasher.empty();
    }
    byte[] root = new byte[Hash.SIZE];
    System.arraycopy(peaks, (count - 1) * Hash.SIZE, root, 0, Hash.SIZE);
    for (int i = count - 2; i >= 0; i--) {
      hasher.node(peaks, i * Hash.SIZE, root, 0, root, 0);
    }
    return Hash.of(root);
  }

  /** The roots of the complete subtrees, the largest first. */
  public List<Hash> peaks() {
    List<Hash> list = new ArrayList<>();
    for (int i = 0; i < Long.bitCount(size); i++) {
      list.add(Hash.at(peaks, i * Hash.SIZE));
    }
    return List.copyOf(list);
  }
}
