package org.kagiban.audit.log;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.tile.TileSource;

/** A log that grows, for those who read it while it does. Thread-safe. */
public interface LogView {
  /** The newest signed checkpoint, whose tiles are all there; null where none was signed yet. */
  @Nullable SignedCheckpoint checkpoint() throws IOException;

  /** The newest checkpoint with a quorum of witnesses, a signed note; null where there is none. */
  byte @Nullable [] cosigned() throws IOException;

  /** The key that checkpoints are checked with, {@code <name>+<id>+<base64>}; null before it is. */
  @Nullable String verifierKey() throws IOException;

  /** Tiles and bundles, the archived ones included. */
  TileSource tiles();

  /**
   * Waits until a checkpoint covers every event that is committed at the moment of the call.
   * Blocks.
   *
   * @param most how long to wait
   * @return the newest checkpoint by then, which may not cover them; null where there is none
   */
  @Nullable SignedCheckpoint awaitCommitted(Duration most) throws IOException;
}
