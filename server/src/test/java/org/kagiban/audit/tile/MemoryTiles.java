package org.kagiban.audit.tile;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.tree.NaiveTree;

/** Tiles by their paths. */
public final class MemoryTiles implements TileSource, TileSink {
  public final Map<String, byte[]> files = new TreeMap<>();

  /** The tiles of the first entries of a {@link NaiveTree}. */
  public static MemoryTiles of(int size) throws IOException {
    MemoryTiles tiles = new MemoryTiles();
    TileWriter writer = new TileWriter(tiles);
    for (int i = 0; i < size; i++) {
      writer.append(NaiveTree.entry(i));
    }
    writer.publish();
    return tiles;
  }

  byte[] bytes(String path) {
    return Objects.requireNonNull(files.get(path));
  }

  @Override
  public byte @Nullable [] read(Tile tile) {
    return files.get(tile.path());
  }

  @Override
  public void write(Tile tile, byte[] bytes) throws IOException {
    byte[] old = files.put(tile.path(), bytes.clone());
    if (old != null && !Arrays.equals(old, bytes)) {
      throw new IOException(tile + " was there");
    }
  }
}
