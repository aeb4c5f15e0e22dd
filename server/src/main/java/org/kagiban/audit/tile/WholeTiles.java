package org.kagiban.audit.tile;

import java.io.IOException;
import java.util.Arrays;
import org.kagiban.audit.tree.Hash;

/** Reads tiles as they stand in a tree of some size, whatever has become of them since. */
public final class WholeTiles {
  private WholeTiles() {}

  /**
   * The bytes of a tile or bundle, unverified. A partial one may be gone once the full one is
   * there, which begins with it.
   *
   * @throws BadTileException where it is missing or has not as many entries
   */
  public static byte[] read(TileSource source, Tile tile) throws IOException {
    byte[] bytes = source.read(tile);
    if (bytes != null) {
      return bytes;
    }
    byte[] full = tile.isFull() ? null : source.read(tile.full());
    if (full == null) {
      throw new BadTileException(tile, "is missing");
    }
    try {
      return tile.isEntries()
          ? EntryBundle.parse(full, Tile.FULL).first(tile.width()).cut()
          : Arrays.copyOf(full, tile.width() * Hash.SIZE);
    } catch (IllegalArgumentException e) {
      throw new BadTileException(tile.full(), "is damaged: " + e.getMessage(), e);
    }
  }
}
