package org.kagiban.audit.tile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.tree.TreeHasher;

/**
 * Grows a tree entry by entry and writes its tiles: full ones as they fill, partial ones when
 * asked. The tiles of a tree depend on its entries alone, so a run that was cut off is repeated
 * from any earlier size. Holds one tile of each level and one bundle. Not thread-safe. Once the
 * sink failed, begin again with a new writer.
 */
public final class TileWriter {
  private final TreeHasher hasher = new TreeHasher();
  private final TileSink sink;
  private final List<Level> levels = new ArrayList<>();
  private final BundleBuffer bundle = new BundleBuffer();
  private long size;

  /** Begins with the empty tree. */
  public TileWriter(TileSink sink) {
    this.sink = sink;
  }

  /** Continues the tree that was read, whose tiles are in the sink already. */
  public static TileWriter resume(TileReader tree, TileSink sink) throws IOException {
    TileWriter writer = new TileWriter(sink);
    writer.size = tree.size();
    for (int number = 0; number < Edge.levels(writer.size); number++) {
      Level level = writer.level(number);
      level.index = Tile.count(writer.size, number) / Tile.FULL;
      level.width = Edge.width(writer.size, number);
      level.written = level.width;
      System.arraycopy(tree.edge(number), 0, level.hashes, 0, level.width * Hash.SIZE);
    }
    if (writer.size % Tile.FULL > 0) {
      writer.bundle.restore(tree.entries(writer.size / Tile.FULL).cut());
    }
    return writer;
  }

  /** How many entries the tree has. */
  public long size() {
    return size;
  }

  /**
   * Adds an entry of at most 65,535 bytes.
   *
   * @return its index
   */
  public long append(byte[] entry) throws IOException {
    return append(entry, 0, entry.length);
  }

  /** As {@link #append(byte[])}, for a part of an array. */
  public long append(byte[] source, int offset, int length) throws IOException {
    bundle.add(source, offset, length);
    Level leaves = level(0);
    hasher.leaf(source, offset, length, leaves.hashes, leaves.width * Hash.SIZE);
    long index = size;
    size++;
    leaves.width++;
    if (leaves.width == Tile.FULL) {
      sink.write(new Tile(Tile.ENTRIES, leaves.index, Tile.FULL), bundle.copy());
      bundle.clear();
      carry();
    }
    return index;
  }

  /** Writes the tiles that filled up, from the leaves upwards. */
  private void carry() throws IOException {
    for (int number = 0; levels.get(number).width == Tile.FULL; number++) {
      Level level = levels.get(number);
      sink.write(new Tile(number, level.index, Tile.FULL), level.copy());
      Level above = level(number + 1);
      hasher.subtree(level.hashes, 0, Tile.FULL).copyTo(above.hashes, above.width * Hash.SIZE);
      above.width++;
      level.index++;
      level.width = 0;
      level.written = 0;
    }
  }

  /**
   * Writes the partial tiles that this size needs and the sink does not have yet. Once this
   * returns, a checkpoint of this size and root may be signed.
   *
   * @return the root
   */
  public Hash publish() throws IOException {
    for (int number = 0; number < levels.size(); number++) {
      Level level = levels.get(number);
      if (level.width > level.written) {
        if (number == 0) {
          sink.write(new Tile(Tile.ENTRIES, level.index, level.width), bundle.copy());
        }
        sink.write(new Tile(number, level.index, level.width), level.copy());
        level.written = level.width;
      }
    }
    return root();
  }

  /** The root of the tree so far. */
  public Hash root() {
    List<byte[]> edge = new ArrayList<>();
    for (Level level : levels) {
      edge.add(level.hashes);
    }
    return Edge.root(hasher, size, edge);
  }

  private Level level(int number) {
    if (number == levels.size()) {
      levels.add(new Level());
    }
    return levels.get(number);
  }

  /** The tile at the end of one level. */
  private static final class Level {
    private final byte[] hashes = new byte[Tile.FULL * Hash.SIZE];
    private long index;
    private int width;
    // How much of it the sink has.
    private int written;

    private byte[] copy() {
      return Arrays.copyOf(hashes, width * Hash.SIZE);
    }
  }
}
