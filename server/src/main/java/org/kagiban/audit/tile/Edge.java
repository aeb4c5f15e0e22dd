package org.kagiban.audit.tile;

import java.util.ArrayList;
import java.util.List;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.tree.TreeHash;
import org.kagiban.audit.tree.TreeHasher;

/** The right edge of a tree: its partial tiles hold all that its root depends on. */
final class Edge {
  private Edge() {}

  /** How many tile levels a tree of this size has. */
  static int levels(long size) {
    int levels = 0;
    while (Tile.count(size, levels) > 0) {
      levels++;
    }
    return levels;
  }

  /** Hashes in the partial tile of a level; 0 where the level ends with a full tile. */
  static int width(long size, int level) {
    return (int) (Tile.count(size, level) % Tile.FULL);
  }

  /**
   * The root of the tree.
   *
   * @param edge for each level from 0 on, the hashes of its partial tile; what follows is not read
   */
  static Hash root(TreeHasher hasher, long size, List<byte[]> edge) {
    List<Hash> peaks = new ArrayList<>();
    for (int level = edge.size() - 1; level >= 0; level--) {
      int width = width(size, level);
      int from = 0;
      for (int bit = Tile.FULL / 2; bit > 0; bit /= 2) {
        if ((width & bit) != 0) {
          peaks.add(hasher.subtree(edge.get(level), from, bit));
          from += bit;
        }
      }
    }
    return TreeHash.of(size, peaks).root();
  }
}
