package org.kagiban.audit.tile;

import java.io.IOException;

/** Where tiles and entry bundles are written to. */
public interface TileSink {
  /**
   * Keeps a tile or bundle. It must be durable once this returns, since a checkpoint is signed
   * next. A tile's bytes never change: writing it again with the same bytes does nothing, and with
   * others fails. May be retried.
   *
   * @param bytes not to be kept nor changed
   */
  void write(Tile tile, byte[] bytes) throws IOException;
}
