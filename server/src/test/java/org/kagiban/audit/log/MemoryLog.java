package org.kagiban.audit.log;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.tile.MemoryTiles;
import org.kagiban.audit.tile.Tile;

/** A log's folder in memory. */
public final class MemoryLog implements LogStore {
  public final MemoryTiles tiles = new MemoryTiles();
  public byte @Nullable [] checkpoint;

  @Override
  public byte @Nullable [] checkpoint() {
    return checkpoint;
  }

  @Override
  public void writeCheckpoint(byte[] note) {
    checkpoint = note.clone();
  }

  @Override
  public byte @Nullable [] read(Tile tile) {
    return tiles.read(tile);
  }

  @Override
  public void write(Tile tile, byte[] bytes) throws IOException {
    tiles.write(tile, bytes);
  }
}
