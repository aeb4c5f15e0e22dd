package org.kagiban.audit.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.log.LogStore;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.audit.tile.EntryBundle;
import org.kagiban.audit.tile.Tile;
import org.kagiban.audit.tree.Hash;

/**
 * A log in a folder, laid out as c2sp.org/tlog-tiles serves it over HTTP: {@code checkpoint},
 * {@code tile/...}, and {@code vkey}. A file appears as a whole; a tile or bundle that is there is
 * never replaced by other bytes. Once a full tile is there, its partial forerunners are removed.
 * Thread-safe; one process writes at a time, any number read.
 */
public final class TileFiles implements LogStore {
  private static final String CHECKPOINT = "checkpoint";
  private static final long NOTHING = -1;
  private static final String LOCK = ".checkpoint.lock";
  private static final String VERIFIER_KEY = "vkey";

  private final DurableFiles files;

  private TileFiles(DurableFiles files) {
    this.files = files;
  }

  /** For a log: a write is on the disk when it returns. */
  public static TileFiles durable(Path folder) {
    return new TileFiles(new DurableFiles(folder, true));
  }

  /** For an export or a test that can be made again: the system writes when it likes. */
  public static TileFiles quick(Path folder) {
    return new TileFiles(new DurableFiles(folder, false));
  }

  @Override
  public byte @Nullable [] read(Tile tile) throws IOException {
    return files.read(
        tile.path(), tile.isEntries() ? EntryBundle.MAX_BUNDLE : Tile.FULL * Hash.SIZE);
  }

  @Override
  public void write(Tile tile, byte[] bytes) throws IOException {
    byte[] old = read(tile);
    if (old == null) {
      files.write(tile.path(), bytes);
    } else if (Arrays.equals(old, bytes)) {
      // Whoever wrote it may have died before its name was on the disk.
      files.link(files.path(tile.path()));
    } else {
      throw new IOException(tile + " is there with other bytes: a log never changes");
    }
    if (tile.isFull()) {
      files.remove(tile.path() + ".p");
    }
  }

  /** Whether a tile or bundle is here, without reading it. */
  boolean has(Tile tile) {
    return Files.exists(files.path(tile.path()));
  }

  /**
   * Removes a bundle, which is elsewhere by now; it need not be here, nor be gone after a crash.
   */
  void remove(Tile bundle) throws IOException {
    Files.deleteIfExists(files.path(bundle.path()));
  }

  /** Writes the log's verifier key beside it, for whoever looks at the folder. */
  public void writeVerifierKey(VerifierKey key) throws IOException {
    byte[] line = (key.vkey() + "\n").getBytes(StandardCharsets.UTF_8);
    if (!Arrays.equals(line, files.read(VERIFIER_KEY, SignedNote.MAX_BYTES))) {
      files.write(VERIFIER_KEY, line);
    }
  }

  @Override
  public byte @Nullable [] checkpoint() throws IOException {
    return files.read(CHECKPOINT, SignedNote.MAX_BYTES);
  }

  @Override
  public void writeCheckpoint(byte[] note) throws IOException {
    files.locked(LOCK, () -> replace(note));
  }

  /** Several servers may share the folder: one that stood still must not take the log back. */
  private void replace(byte[] note) throws IOException {
    byte[] there = checkpoint();
    long before = there == null ? NOTHING : size(there);
    if (before > size(note)) {
      throw new IOException(
          "a checkpoint of "
              + before
              + " events is there, and one of "
              + size(note)
              + " must not take its place: another server signs this log");
    }
    files.write(CHECKPOINT, note);
  }

  /** Whoever opens the log tells of one that cannot be read; here it is nothing to go back from. */
  private static long size(byte[] note) {
    try {
      return Checkpoint.parse(SignedNote.parse(note).text()).size();
    } catch (NoteException e) {
      return NOTHING;
    }
  }
}
