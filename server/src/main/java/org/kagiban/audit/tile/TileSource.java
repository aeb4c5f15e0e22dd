package org.kagiban.audit.tile;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where tiles and entry bundles are read from. What it gives is not trusted. */
public interface TileSource {
  /**
   * The bytes of a tile, 32 for each hash, or of an entry bundle; null where there is none. The
   * caller may keep the array but not change it.
   */
  byte @Nullable [] read(Tile tile) throws IOException;

  /** This source, and where it lacks a tile, another: an archive of old bundles. */
  default TileSource or(TileSource other) {
    return tile -> {
      byte[] bytes = read(tile);
      return bytes == null ? other.read(tile) : bytes;
    };
  }
}
