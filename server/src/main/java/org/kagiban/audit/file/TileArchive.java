package org.kagiban.audit.file;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.log.LogStore;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.tile.BadTileException;
import org.kagiban.audit.tile.EntryBundle;
import org.kagiban.audit.tile.Tile;
import org.kagiban.audit.tile.TileReader;

/**
 * Moves old entry bundles from a log's folder to an archive, where they have the same paths. Tiles
 * of hashes stay: they are an eightieth of the log. Only whole folders go, of 1000 bundles (256,000
 * events), and a bundle leaves the log's folder when its copy is on the disk and was checked
 * against the signed tree. A move that was cut off is finished by the next. One thread moves; any
 * number read meanwhile, from {@link #both}.
 */
public final class TileArchive {
  private static final long BUNDLES = 1000;

  private final TileFiles log;
  private final TileFiles archive;
  private long next;

  public TileArchive(TileFiles log, TileFiles archive) {
    this.log = log;
    this.archive = archive;
  }

  /** The log as a whole: what it lacks is read from the archive; what is new goes to the log. */
  public LogStore both() {
    return new Both(log, archive);
  }

  /**
   * Moves one folder of bundles.
   *
   * @param signed a checkpoint of the log whose signature was verified
   * @param keep how many of the newest events stay, at least
   * @return whether there was one to be moved
   */
  public boolean moveNext(Checkpoint signed, long keep) throws IOException {
    long folders = Math.max(0, signed.size() - keep) / (BUNDLES * Tile.FULL);
    // Bundles go in their order: while the last one is here, the folder is not done.
    while (next < folders && !log.has(bundle((next + 1) * BUNDLES - 1))) {
      next++;
    }
    if (next >= folders) {
      return false;
    }
    long first = next * BUNDLES;
    copy(first);
    check(first, signed);
    for (long i = first; i < first + BUNDLES; i++) {
      log.remove(bundle(i));
    }
    next++;
    return true;
  }

  private void copy(long first) throws IOException {
    for (long i = first; i < first + BUNDLES; i++) {
      byte[] bytes = log.read(bundle(i));
      if (bytes != null) {
        archive.write(bundle(i), bytes);
      }
    }
  }

  /** Every entry of the copies, against the tree. */
  private void check(long first, Checkpoint signed) throws IOException {
    TileReader copies =
        TileReader.open(
            tile -> tile.isEntries() ? archive.read(tile) : log.read(tile),
            signed.size(),
            signed.root());
    for (long i = first; i < first + BUNDLES; i++) {
      EntryBundle copy = copies.entries(i);
      if (copy.width() != Tile.FULL) {
        throw new BadTileException(bundle(i), "is not full in the archive");
      }
    }
  }

  private static Tile bundle(long index) {
    return new Tile(Tile.ENTRIES, index, Tile.FULL);
  }

  private record Both(TileFiles log, TileFiles archive) implements LogStore {
    @Override
    public byte @Nullable [] read(Tile tile) throws IOException {
      return log.or(archive).read(tile);
    }

    @Override
    public void write(Tile tile, byte[] bytes) throws IOException {
      log.write(tile, bytes);
    }

    @Override
    public byte @Nullable [] checkpoint() throws IOException {
      return log.checkpoint();
    }

    @Override
    public void writeCheckpoint(byte[] note) throws IOException {
      log.writeCheckpoint(note);
    }
  }
}
