package org.kagiban.audit.verify;

import java.io.IOException;
import java.util.Arrays;
import org.kagiban.audit.tile.Tile;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.tree.TreeHasher;

/**
 * The entries of a bundle with their leaf hashes, taken apart as far as it goes: there may be too
 * many or too few.
 */
final class Entries {
  /** More than any bundle has: what a bundle was stuffed with is not worth the time. */
  private static final int MOST = 4 * Tile.FULL;

  final byte[] bytes;
  final int[] offsets;
  final int[] lengths;
  final byte[] leaves;

  /** How many. */
  final int count;

  /** Whether bytes are left that are no whole entry. */
  final boolean broken;

  private Entries(byte[] bytes, int[] offsets, int[] lengths, int count, boolean broken) {
    this.bytes = bytes;
    this.offsets = offsets;
    this.lengths = lengths;
    this.count = count;
    this.broken = broken;
    this.leaves = new byte[count * Hash.SIZE];
    TreeHasher hasher = new TreeHasher();
    for (int i = 0; i < count; i++) {
      hasher.leaf(bytes, offsets[i], lengths[i], leaves, i * Hash.SIZE);
    }
  }

  /**
   * @param bytes kept
   * @param width how many are wanted; of a full bundle the tree may have only the first ones
   */
  static Entries split(byte[] bytes, int width) {
    int[] offsets = new int[width];
    int[] lengths = new int[width];
    int count = 0;
    int at = 0;
    while (at + 2 <= bytes.length && count < MOST) {
      int length = (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
      if (length > bytes.length - at - 2) {
        break;
      }
      if (count == offsets.length) {
        offsets = Arrays.copyOf(offsets, 2 * count);
        lengths = Arrays.copyOf(lengths, 2 * count);
      }
      offsets[count] = at + 2;
      lengths[count] = length;
      count++;
      at += 2 + length;
    }
    return new Entries(bytes, offsets, lengths, count, at < bytes.length);
  }

  /** The first {@code width} of these entries. */
  Entries first(int width) {
    return width >= count ? this : new Entries(bytes, offsets, lengths, width, false);
  }

  boolean hasLeaf(int i, byte[] hashes, int number) {
    int at = number * Hash.SIZE;
    return Arrays.equals(leaves, i * Hash.SIZE, (i + 1) * Hash.SIZE, hashes, at, at + Hash.SIZE);
  }

  /** Tells of entry {@code i} as the one at {@code index}. */
  void visit(int i, long index, EntryVisitor visitor) throws IOException {
    visitor.entry(index, bytes, offsets[i], lengths[i], leaves, i * Hash.SIZE);
  }

  /** Tells of the first {@code width} as those from {@code first} on. */
  void visit(long first, int width, EntryVisitor visitor) throws IOException {
    int there = Math.min(width, count);
    for (int i = 0; i < there; i++) {
      visit(i, first + i, visitor);
    }
    if (there < width) {
      visitor.lost(width - there);
    }
  }
}
