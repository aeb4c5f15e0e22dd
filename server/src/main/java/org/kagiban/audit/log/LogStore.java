package org.kagiban.audit.log;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.tile.TileSink;
import org.kagiban.audit.tile.TileSource;

/** Where a log rests: its tiles, entry bundles and newest checkpoint. Thread-safe. */
public interface LogStore extends TileSource, TileSink {
  /** The newest checkpoint, a signed note that nobody verified; null where there is none. */
  byte @Nullable [] checkpoint() throws IOException;

  /** Replaces the checkpoint. Its tiles are written already; durable when this returns. */
  void writeCheckpoint(byte[] note) throws IOException;
}
