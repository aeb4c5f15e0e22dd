package org.kagiban.audit.log;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.note.TrustedKeys;
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

  /** How many events the checkpoint is of, which must be signed by this one. */
  public long signedSize(TestSigner by) throws NoteException {
    byte[] note = Objects.requireNonNull(checkpoint);
    return TrustedKeys.of(by.verifier()).open(note).checkpoint().size();
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
