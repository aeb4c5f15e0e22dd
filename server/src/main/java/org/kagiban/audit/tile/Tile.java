package org.kagiban.audit.tile;

/**
 * Names one tile of the tree or one bundle of entries (c2sp.org/tlog-tiles).
 *
 * @param level 0 to 63: the tile holds nodes of the tree's level {@code 8 * level}; {@link
 *     #ENTRIES}: it holds the entries themselves
 * @param index of the tile within its level, from 0
 * @param width how many hashes or entries, 1 to 256
 */
public record Tile(int level, long index, int width) {
  /** The level of entry bundles. */
  public static final int ENTRIES = -1;

  /** Hashes in a full tile, entries in a full bundle. */
  public static final int FULL = 256;

  /** Levels of the tree in one tile. */
  public static final int HEIGHT = 8;

  public Tile {
    if (level < ENTRIES || level > 63 || index < 0 || width < 1 || width > FULL) {
      throw new IllegalArgumentException(
          "no tile of level " + level + ", index " + index + " and width " + width);
    }
  }

  /** The tile as it stands in a tree of this size. */
  public static Tile in(long size, int level, long index) {
    long hashes = count(size, level);
    if (index < 0 || index > (hashes - 1) / FULL || hashes == 0) {
      throw new IllegalArgumentException(
          "no tile " + index + " of level " + level + " in a tree of size " + size);
    }
    return new Tile(level, index, (int) Math.min(FULL, hashes - index * FULL));
  }

  /** How many hashes a tree of this size has at a tile level, complete subtrees only. */
  static long count(long size, int level) {
    int shift = Math.max(level, 0) * HEIGHT;
    return shift < Long.SIZE ? size >>> shift : 0;
  }

  public boolean isFull() {
    return width == FULL;
  }

  public boolean isEntries() {
    return level == ENTRIES;
  }

  /** The full tile that this one becomes. */
  public Tile full() {
    return new Tile(level, index, FULL);
  }

  /** Such as {@code tile/0/x001/x234/067} or {@code tile/entries/000.p/17}. */
  public String path() {
    return TilePath.write(this);
  }

  @Override
  public String toString() {
    return path();
  }
}
