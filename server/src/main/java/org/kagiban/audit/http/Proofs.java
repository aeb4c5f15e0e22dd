package org.kagiban.audit.http;

import java.io.IOException;
import java.util.List;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.tile.TileReader;
import org.kagiban.audit.tile.TileSource;
import org.kagiban.audit.tree.ConsistencyProof;
import org.kagiban.audit.tree.Hash;

/** Where consistency proofs come from. Thread-safe. */
@FunctionalInterface
public interface Proofs {
  /**
   * That a tree continues an earlier one.
   *
   * @param oldSize 0 to the checkpoint's size
   * @param to one of the log's own checkpoints
   */
  List<Hash> consistency(long oldSize, Checkpoint to) throws IOException;

  /** From a log's tiles, each checked against the checkpoint's root before it is used. */
  static Proofs of(TileSource tiles) {
    return (oldSize, to) ->
        ConsistencyProof.make(TileReader.open(tiles, to.size(), to.root()), oldSize, to.size());
  }
}
