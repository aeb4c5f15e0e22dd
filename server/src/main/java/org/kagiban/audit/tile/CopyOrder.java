package org.kagiban.audit.tile;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;

/**
 * The tiles and bundles that a copy of a smaller tree lacks of a larger one, each after all that it
 * is checked against: first the partial tiles of the right edge, the highest level first, whose
 * hashes make the root; then the full tiles, the highest level first, each of which has its hash in
 * one above; then the bundles.
 */
public final class CopyOrder implements Iterator<Tile> {
  private final long from;
  private final long size;
  private final Queue<Tile> edge = new ArrayDeque<>();
  private int level;
  private long index;

  /**
   * @param from entries of the tree whose tiles and bundles are there
   * @param size at least {@code from}
   */
  public CopyOrder(long from, long size) {
    if (from < 0 || from > size) {
      throw new IllegalArgumentException("no way from size " + from + " to " + size);
    }
    this.from = from;
    this.size = size;
    int top = from == size ? Tile.ENTRIES - 1 : Edge.levels(size) - 1;
    for (int i = top; i >= 0; i--) {
      if (Edge.width(size, i) > 0) {
        edge.add(Tile.in(size, i, Tile.count(size, i) / Tile.FULL));
      }
    }
    level = top;
    index = first(top);
    settle();
  }

  /** How many partial tiles of the edge come first. */
  public static int edge(long from, long size) {
    return new CopyOrder(from, size).edge.size();
  }

  /** How many there are in all. */
  public static long count(long from, long size) {
    CopyOrder order = new CopyOrder(from, size);
    long count = order.edge.size();
    for (int i = order.level; i >= Tile.ENTRIES; i--) {
      count += order.end(i) - order.first(i);
    }
    return count;
  }

  private long first(int of) {
    return Tile.count(from, of) / Tile.FULL;
  }

  /** After the last index that comes after the edge. */
  private long end(int of) {
    long full = Tile.count(size, of) / Tile.FULL;
    return of == Tile.ENTRIES && Edge.width(size, of) > 0 ? full + 1 : full;
  }

  /** Goes on to the next level that has something to give, where this one has no more. */
  private void settle() {
    while (level >= Tile.ENTRIES && index >= end(level)) {
      level--;
      index = first(level);
    }
  }

  @Override
  public boolean hasNext() {
    return !edge.isEmpty() || level >= Tile.ENTRIES;
  }

  @Override
  public Tile next() {
    if (!edge.isEmpty()) {
      return edge.remove();
    }
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Tile next = Tile.in(size, level, index);
    index++;
    settle();
    return next;
  }
}
